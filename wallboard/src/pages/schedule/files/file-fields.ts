/** What the columns of a file may tell, by its kind, in the order in which they are offered. */
export const fileFields = {
  people: [
    'person',
    'name',
    'contract',
    'groups',
    'team',
    'post',
    'standInFor',
    'since',
    'until',
    'protections',
  ],
  templates: [
    'template',
    'nameEn',
    'nameZh',
    'start',
    'end',
    'family',
    'weekdays',
    'breaks',
    'groups',
  ],
  shifts: ['person', 'name', 'day', 'template', 'start', 'end', 'activities'],
  leave: ['person', 'name', 'kind', 'from', 'to'],
} as const;

/** A kind of file. */
export type FileKind = keyof typeof fileFields;
