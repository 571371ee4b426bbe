// What the pool's threads compute. Each task is a plain function of its job.
export { computeHere } from './compute-here.ts';
export { forecastCourse } from './course.ts';
