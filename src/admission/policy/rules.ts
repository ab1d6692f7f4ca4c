/** The rules on suppressions. */
export const SUPPRESSION_RULES = [
  { id: 'SUP-2', severity: 'warning', phase: 'runtime', title: 'Where a suppression has an end, somebody says what day it is' },
  { id: 'SUP-3', severity: 'warning', phase: 'runtime', title: 'A suppression of a policy covers something; otherwise it may go' },
] as const;

export const [UNDATED, UNUSED] = SUPPRESSION_RULES;
