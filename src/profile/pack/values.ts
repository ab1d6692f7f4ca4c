import { Finding, show } from '../../admission/finding';
import { propFinding } from '../../construct/report';
import { isMap } from '../../kubevirt/maps';
import { readDocument, YamlDocument } from '../../yaml/document';
import { documentTexts } from '../../yaml/stream';
import { Unreadable } from '../../yaml/unreadable';

/** The values as a map, or what is wrong with the text. */
export interface ReadValues {
  readonly values?: Record<string, unknown>;
  readonly findings: readonly Finding[];
}

const EXPECTED = 'give the values of the pack "virtual-machine-orchestrator": YAML that begins with "charts:" or "pack:"';

/** Reads YAML; a map is taken as it is. */
export function readValues(given: unknown): ReadValues {
  if (given instanceof Uint8Array) return nothing('got bytes', 'text or a map', 'read the file as text: readFileSync("values.yaml", "utf8")');
  if (typeof given !== 'string') return isMap(given) ? { values: given, findings: [] } : nothing(`got ${show(given)}`);
  try {
    const documents = documentTexts(given).flatMap((text) => readDocument(text) ?? []);
    return documents.length === 1 ? readOne(documents[0], given) : nothing(documents.length === 0 ? 'got nothing' : `got ${documents.length} documents, which "---" parts`);
  } catch (error) {
    if (error instanceof Unreadable) return { findings: [unreadable(error, given)] };
    throw error;
  }
}

function readOne({ value, findings }: YamlDocument, text: string): ReadValues {
  const isPath = typeof value === 'string' && /^\S+\.ya?ml$/.test(text.trim());
  if (isPath) return { findings: [propFinding('', `got ${show(value)}, the name of a file`, `give what is in it: readFileSync("${value}", "utf8")`)] };
  if (!isMap(value)) return nothing(`got ${show(value)}`);
  return { values: value, findings: findings.map(({ line, column, ...finding }) => ({ ...finding, message: `line ${line}, column ${column}: ${finding.message}` })) };
}

function nothing(message: string, expected = 'a map', remedy = EXPECTED): ReadValues {
  return { findings: [propFinding('', `${message}, expected ${expected}`, remedy)] };
}

/** A macro of Palette's that stands alone without quotes is a map of maps for YAML, which nobody meant. */
function unreadable({ message, position }: Unreadable, text: string): Finding {
  const { line, column } = position ?? { line: 1, column: 1 };
  const lines = text.split('\n').slice(Math.max(line - 2, 0), line);
  const macro = lines.flatMap((one) => /\{\{.*?\}\}/.exec(one)?.[0] ?? []).at(-1);
  const at = `line ${line}, column ${column}: `;
  const star = /(?:^|[:-]) +(\*[^\w\s].*)$/.exec(text.split('\n')[line - 1]?.trimEnd() ?? '')?.[1];
  if (macro === undefined && star !== undefined) return propFinding('', `${at}got ${star} without quotes, and a "*" at the beginning refers to an anchor`, `write "${star}"`);
  return macro === undefined ? propFinding('', `${at}${message}`, 'write it as YAML')
    : propFinding('', `${at}got Palette's macro ${macro} without quotes, which is no YAML before Palette fills it in`, 'put its value there, or put it in quotes, so that the rest can be read');
}
