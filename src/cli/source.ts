import { LintFinding } from './lint-report';
import { readText } from './text';
import { readDocument, TextFinding } from './yaml/document';
import { documentTexts } from './yaml/stream';
import { Position, Unreadable } from './yaml/unreadable';
import { show } from '../admission/finding';
import { isMap } from '../kubevirt/maps';

/** A Kubernetes object, and where it stands. */
export interface SourceObject {
  readonly file: string;
  /** Which of the file's documents that hold something, from 1. */
  readonly document: number;
  /** Where in the document: empty, or `items[3]` of a list. */
  readonly at: string;
  readonly manifest: Record<string, any>;
  /** Where the value at a path of the document stands, or what is nearest above it. */
  position(path: string): Position;
}

/** A finding on the text itself, and where it stands. */
export type SourceFinding = LintFinding & TextFinding;

/** A file with manifests. */
export interface Source {
  readonly file: string;
  /** How many documents hold something. */
  readonly documents: number;
  readonly objects: readonly SourceObject[];
  /** What of the text means something else than it looks. */
  readonly findings: readonly SourceFinding[];
  /** What of it kubectl would not read. */
  readonly unreadable: readonly Unreadable[];
}

/** Reads a file as kubectl does. Never throws: what cannot be read is in `unreadable`. */
export function readSource(file: string): Source {
  try {
    return sourceOf(file, readText(file));
  } catch (error) {
    return { file, documents: 0, objects: [], findings: [], unreadable: [new Unreadable((error as Error).message)] };
  }
}

function sourceOf(file: string, text: string): Source {
  const objects: SourceObject[] = [];
  const findings: SourceFinding[] = [];
  const unreadable: Unreadable[] = [];
  let documents = 0;
  for (const documentText of documentTexts(text)) {
    try {
      const document = readDocument(documentText);
      if (!document) continue;
      documents += 1;
      const place = { file, document: documents };
      findings.push(...document.findings.map((finding) => ({ ...finding, ...place })));
      const position = (path: string) => document.position(path);
      for (const [at, manifest] of unpacked(document.value, '')) {
        const problem = whyNoObject(manifest);
        if (problem) unreadable.push(new Unreadable(problem, document.position(at)));
        else objects.push({ ...place, at, manifest: manifest as Record<string, any>, position });
      }
    } catch (error) {
      if (!(error instanceof Unreadable)) throw error;
      documents += 1;
      unreadable.push(error);
    }
  }
  if (documents === 0) unreadable.push(new Unreadable('there is no Kubernetes object in it', { line: 1, column: 1 }));
  return { file, documents, objects, findings, unreadable };
}

/** The objects of a list, each with the path that leads to it; of anything else, itself. */
function unpacked(value: unknown, at: string): [string, unknown][] {
  if (!isMap(value) || typeof value.kind !== 'string' || !value.kind.endsWith('List')) return [[at, value]];
  const { kind, apiVersion, items } = value;
  if (!Array.isArray(items)) return kind === 'List' ? [] : [[at, value]];
  const typed = kind === 'List' ? {} : { apiVersion, kind: kind.slice(0, -'List'.length) };
  return items.flatMap((item, index) => unpacked(isMap(item) ? { ...typed, ...item } : item, `${at === '' ? '' : `${at}.`}items[${index}]`));
}

function whyNoObject(value: unknown): string | undefined {
  if (!isMap(value)) return `got ${show(value)}, expected a Kubernetes object`;
  const missing = ['apiVersion', 'kind'].filter((field) => typeof value[field] !== 'string' || value[field] === '');
  return missing.length > 0 ? `this is no Kubernetes object: it has no ${missing.join(' and no ')}` : undefined;
}
