// What each of the pool's threads computes.
export { forecastCourse } from './course.ts';
