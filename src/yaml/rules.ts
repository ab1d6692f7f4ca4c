import { RuleInfo } from '../admission/admit';

/** What is said of the text itself. kubectl takes all of this without a word. */
export const YAML_RULES = [
  { id: 'YML-1', severity: 'error', phase: 'runtime', title: 'A key stands once in its map; kubectl takes the last and drops the others in silence', subjects: [] },
  { id: 'YML-2', severity: 'warning', phase: 'runtime', title: 'What YAML 1.1 reads as something else stands in quotes: yes, no, on, off, y, n, 010', subjects: [] },
  { id: 'YML-3', severity: 'error', phase: 'runtime', title: 'Nothing stands behind the end of a document (...); kubectl drops it in silence', subjects: [] },
  { id: 'YML-4', severity: 'warning', phase: 'runtime', title: 'A merge (<<) stands before the keys of its map; kubectl lets it replace those that stand before it', subjects: [] },
] as const satisfies readonly RuleInfo[];
