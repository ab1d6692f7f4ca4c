import { DocumentOptions, isScalar, ParseOptions, ScalarTag, SchemaOptions, Tags } from 'yaml';

/** Octal numbers as of YAML 1.2, which Go's reader has beside those of 1.1. */
const OCTAL: ScalarTag = {
  tag: 'tag:yaml.org,2002:int',
  default: true,
  test: /^[-+]?0[oO][0-7_]+$/,
  resolve: (source) => Number(source.replace(/[-+_]/g, '').toLowerCase()) * (source.startsWith('-') ? -1 : 1),
};

/** What YAML 1.1 has and Go's reader has not: 52:54 is no number in base 60, a date is text. Merges are read elsewhere. */
const LESS = /:(timestamp|set|omap|pairs|merge)$/;

/** How to read YAML as kubectl does, with Go's sigs.k8s.io/yaml: 1.1 in parts. */
export const AS_GO_READS: DocumentOptions & ParseOptions & SchemaOptions = {
  version: '1.1',
  uniqueKeys: false,
  prettyErrors: false,
  logLevel: 'silent',
  customTags: (tags: Tags) => [
    OCTAL, ...tags.filter((tag) => !isLess(tag)).map((tag) => isFloat(tag) ? { ...tag, resolve: numberOrText(tag) } : tag),
  ],
};

function isLess(tag: Tags[number]): boolean {
  return typeof tag !== 'string' && (LESS.test(tag.tag) || ('format' in tag && tag.format === 'TIME'));
}

function isFloat(tag: Tags[number]): tag is ScalarTag {
  return typeof tag !== 'string' && tag.tag === 'tag:yaml.org,2002:float';
}

/** What the grammar of numbers lets through, and is none: e1000 is a network card. */
function numberOrText({ resolve }: ScalarTag): ScalarTag['resolve'] {
  return (source, ...more) => {
    const read = resolve(source, ...more);
    const number = isScalar(read) ? read.value : read;
    return Number.isFinite(number) || /^[-+]?\.(inf|nan)$/i.test(source) ? read : source;
  };
}

/** The text of a key; JSON has no other keys. */
export function keyText(value: unknown): string | undefined {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? String(value) : undefined;
}
