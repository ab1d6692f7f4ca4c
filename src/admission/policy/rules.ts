/** The rules on suppressions. */
export const SUPPRESSION_RULES = [
  { id: 'SUP-2', severity: 'warning', phase: 'runtime', title: 'Where a suppression has an end, somebody says what day it is' },
  { id: 'SUP-3', severity: 'warning', phase: 'runtime', title: 'The objects that a suppression of a policy names have something to accept; otherwise it may go' },
] as const;

export const [UNDATED, STALE] = SUPPRESSION_RULES;
