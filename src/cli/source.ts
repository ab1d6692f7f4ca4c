import { LintFinding } from './lint-report';
import { FileText, readFileText, readText } from './text';
import { Finding, show, Suppression } from '../admission/finding';
import { isMap } from '../kubevirt/maps';
import { readDocument, TextFinding, YamlDocument } from '../yaml/document';
import { DocumentText, documentTexts } from '../yaml/stream';
import { Position, Unreadable } from '../yaml/unreadable';

/** A Kubernetes object, and where it stands. */
export interface SourceObject {
  readonly file: string;
  /** Which of the file's documents that hold something, from 1. */
  readonly document: number;
  /** Where in the document: empty, or `items[3]` of a list. */
  readonly at: string;
  /** What it was made from: a template of a Helm chart, a file of Kustomize's, a resource of Terraform's. */
  readonly origin?: string;
  readonly manifest: Record<string, any>;
  /** By what the construct that made it accepts a finding, if so. */
  readonly accepting?: (finding: Finding) => Suppression | undefined;
}

/** A finding on the text itself, and where it stands. */
export type SourceFinding = LintFinding & TextFinding;

/** A file with manifests. Of its text nothing is kept but the objects: there may be thousands of files. */
export interface Source {
  readonly file: string;
  /** What of a cluster goes together; the sources of different clusters have nothing to do with each other. */
  readonly cluster: string;
  /** How many documents hold something. */
  readonly documents: number;
  readonly objects: readonly SourceObject[];
  /** What of the text means something else than it looks. */
  readonly findings: readonly SourceFinding[];
  /** What of it kubectl would not read. */
  readonly unreadable: readonly Unreadable[];
  /** Begins to look up where values stand; documents are best asked for one after the other. */
  readonly places: () => Places;
}

/** Where a value of a document stands, or what is nearest above it. Throws where that cannot be found out any more. */
export type Places = (document: number, path: string) => Position;

/** The paths of an object whose places will be asked for, most likely. */
export type Likely = (manifest: Record<string, any>) => readonly string[];

/**
 * Reads a file as kubectl does. Never throws: what cannot be read is in `unreadable`. Of a file that nobody named, in a folder with others,
 * what is no Kubernetes object at all is nothing.
 */
export function readSource(file: string, isNamed: boolean, likely: Likely): Source {
  try {
    return new Reading(file, isNamed, likely).source(readFileText(file));
  } catch (error) {
    return { ...NOTHING, file, unreadable: [error instanceof Unreadable ? error : new Unreadable((error as Error).message)] };
  }
}

/** A source with nothing in it. */
export const NOTHING: Source = {
  file: '', cluster: '', documents: 0, objects: [], findings: [], unreadable: [], places: () => () => ({ line: 1, column: 1 }),
};

class Reading {
  private readonly objects: SourceObject[] = [];
  private readonly findings: SourceFinding[] = [];
  private readonly unreadable: Unreadable[] = [];
  private readonly known = new Map<string, Position>();
  /** Which of the texts each document is. */
  private readonly texts: number[] = [];

  constructor(private readonly file: string, private readonly isNamed: boolean, private readonly likely: Likely) {}

  public source(read: FileText): Source {
    for (const [index, text] of documentTexts(read.text).entries()) {
      try {
        const document = readDocument(text);
        if (document) this.take(document, index, HELM_SOURCE.exec(text.text)?.[1].trim());
      } catch (error) {
        if (!(error instanceof Unreadable)) throw error;
        this.texts.push(index);
        this.unreadable.push(error);
      }
    }
    const documents = this.texts.length;
    if (documents === 0 && this.isNamed) this.unreadable.push(new Unreadable('there is no Kubernetes object in it', { line: 1, column: 1 }));
    const { file, objects, findings, unreadable } = this;
    return { file, cluster: '', documents, objects, findings, unreadable, places: this.places(read) };
  }

  /** Places that were foreseen; of the others, the file is asked once more. */
  private places({ text, stamp }: FileText): () => Places {
    const { file, texts, known } = this;
    const kept = stamp === undefined ? text : undefined;
    return () => {
      let documents: readonly DocumentText[] | undefined;
      let last: { readonly number: number; readonly document: YamlDocument } | undefined;
      return (number, path) => {
        const position = known.get(placeKey(number, path));
        if (position) return position;
        documents ??= documentTexts(kept ?? sameText(file, stamp));
        if (last?.number !== number) last = { number, document: readDocument(documents[texts[number - 1]])! };
        return last.document.position(path);
      };
    };
  }

  private take(document: YamlDocument, index: number, origin?: string): void {
    const objects = unpacked(document.value, '');
    if (!this.isNamed && isSomethingElse(document.value)) return;
    const place = { file: this.file, document: this.texts.push(index) };
    this.findings.push(...document.findings.map((finding) => ({ ...finding, ...place })));
    for (const [at, value] of objects) {
      const problem = whyNoObject(value);
      if (problem) {
        this.unreadable.push(new Unreadable(problem, document.position(at)));
        continue;
      }
      try {
        // A copy: each text in it would hold on to all of the file.
        const manifest = JSON.parse(JSON.stringify(value));
        for (const path of this.likely(manifest)) {
          const full = joined(at, path);
          this.known.set(placeKey(place.document, full), document.position(full));
        }
        this.objects.push({ ...place, at, origin: origin ?? kustomizeOrigin(manifest), manifest });
      } catch (error) {
        this.unreadable.push(new Unreadable(whyUnchecked(error), document.position(at)));
      }
    }
  }
}

/** Why an object that can be read could not be held against rules. */
export function whyUnchecked(error: unknown): string {
  return error instanceof RangeError ? 'lists and maps stand in each other too deeply to be checked' : `this could not be checked: ${(error as Error).message}`;
}

/** The path of a document that a path of an object in it is. */
export function joined(at: string, path: string): string {
  return at === '' || path === '' ? `${at}${path}` : `${at}.${path}`;
}

/** What `helm template` says before each document. */
const HELM_SOURCE = /^# Source: (.+)$/m;

/** What Kustomize says of each object, where it is asked to. */
function kustomizeOrigin({ metadata }: Record<string, any>): string | undefined {
  const origin: unknown = metadata?.annotations?.['config.kubernetes.io/origin'];
  return typeof origin === 'string' ? /^path: (.+)$/m.exec(origin)?.[1].trim() : undefined;
}

function sameText(file: string, stamp: string | undefined): string {
  const read = readFileText(file);
  if (read.stamp !== stamp) throw new Unreadable('this file has changed while it was read; lint it again');
  return read.text;
}

function placeKey(document: number, path: string): string {
  return `${document} ${path}`;
}

/** The objects of a list, each with the path that leads to it; of anything else, itself. */
function unpacked(value: unknown, at: string): [string, unknown][] {
  if (!isMap(value) || typeof value.kind !== 'string' || !value.kind.endsWith('List')) return [[at, value]];
  const { kind, apiVersion, items } = value;
  if (!Array.isArray(items)) return kind === 'List' ? [] : [[at, value]];
  const typed = kind === 'List' ? {} : { apiVersion, kind: kind.slice(0, -'List'.length) };
  return items.flatMap((item, index) => unpacked(isMap(item) ? { ...typed, ...item } : item, joined(at, `items[${index}]`)));
}

/** Whether it is nothing that was meant to be a Kubernetes object: values of a chart, settings of a tool. */
function isSomethingElse(value: unknown): boolean {
  return !isMap(value) || !('apiVersion' in value || 'kind' in value);
}

function whyNoObject(value: unknown): string | undefined {
  if (!isMap(value)) return `got ${show(value)}, expected a Kubernetes object`;
  if ('LAST DEPLOYED' in value) return 'this is what helm says of a release, no manifest; lint what `helm template` or `helm get manifest` prints';
  const missing = ['apiVersion', 'kind'].filter((field) => typeof value[field] !== 'string' || value[field] === '');
  return missing.length > 0 ? `this is no Kubernetes object: it has no ${missing.join(' and no ')}` : undefined;
}

/**
 * The document of a file that has to have one and no other.
 * @throws with file, line and what is wrong; `expected` where there is none, or more, or one that does not fit
 */
export function onlyDocument(file: string, expected: string, fits: (value: unknown) => boolean = () => true): YamlDocument {
  try {
    const [document, ...more] = documentTexts(readText(file)).flatMap((text) => readDocument(text) ?? []);
    if (document && more.length === 0 && fits(document.value)) return document;
    throw new Error(expected);
  } catch (error) {
    const { message, position } = error as Unreadable;
    throw new Error(`${file}${position ? `:${position.line}` : ''}: ${message}`);
  }
}
