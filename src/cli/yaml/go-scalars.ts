import { DocumentOptions, ParseOptions, ScalarTag, SchemaOptions, Tags } from 'yaml';

/** What Go's reader has beside YAML 1.1: octal numbers as of 1.2, and a dot is text. */
const MORE: ScalarTag[] = [
  { tag: 'tag:yaml.org,2002:int', default: true, test: /^[-+]?0[oO][0-7_]+$/, resolve: (source) => Number(source.replace(/_/g, '').toLowerCase().replace(/^[-+]/, '')) * (source.startsWith('-') ? -1 : 1) },
  { tag: 'tag:yaml.org,2002:str', default: true, test: /^[-+]?\.$/, resolve: (source) => source },
];

/** What YAML 1.1 has and Go's reader has not: 52:54 is no number in base 60, a date is text. Merges are read elsewhere. */
const LESS = /:(timestamp|set|omap|pairs|merge)$/;

/** How to read YAML as kubectl does, with Go's sigs.k8s.io/yaml: 1.1 in parts. */
export const AS_GO_READS: DocumentOptions & ParseOptions & SchemaOptions = {
  version: '1.1',
  uniqueKeys: false,
  prettyErrors: false,
  logLevel: 'silent',
  customTags: (tags: Tags) => [
    ...MORE, ...tags.filter((tag) => typeof tag === 'string' || !(LESS.test(tag.tag) || ('format' in tag && tag.format === 'TIME'))),
  ],
};

/** The text of a key; JSON has no other keys. */
export function keyText(value: unknown): string | undefined {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? String(value) : undefined;
}
