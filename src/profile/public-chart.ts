import { proxyUrlFindings } from './http-proxy';
import { Image, ImageOptions, pulledAs } from './image';
import { fieldFindings } from './schema-check';
import { Finding } from '../admission/finding';
import { propFinding } from '../construct/report';
import { RepositoryChart } from '../delivery/chart';
import { SchemaNode } from '../kubevirt/facts';
import { mergeOverrides } from '../kubevirt/overrides';

/** Options of what is installed from a Helm chart that others publish. */
export interface PublicChartOptions {
  /**
   * Helm repository of the chart, for a mirror of your own: `https://…`, or `oci://registry.example.com/charts`.
   * @default - the profile's `chartRepository`, or where its authors publish it
   */
  readonly repository?: string;
  /**
   * Version of the chart.
   * @default - the one this library was tried with
   */
  readonly chartVersion?: string;
  /**
   * Values of the chart that have no option here, merged last; `null` takes a value out, the chart's default too. Of the version
   * this library was tried with, names of values are checked.
   * @default - none
   */
  readonly overrides?: { [key: string]: any };
}

/** A chart that others publish, and what is known of it. */
export interface PublicChart extends RepositoryChart {
  /** Its values, as deep as their names are fixed. */
  readonly values: SchemaNode;
}

/** Values by their names: of what is below a name, or nothing where anything may be. */
export function namedValues(names: string, nested: Record<string, SchemaNode> = {}): SchemaNode {
  return { type: 'object', fields: { ...Object.fromEntries(names.trim().split(/\s+/).map((name) => [name, { type: 'any' }])), ...nested } };
}

/** The chart that a release names. */
export function chartOf({ repository, name, version }: PublicChart, options: PublicChartOptions, { chartRepository }: ImageOptions): RepositoryChart {
  return { repository: options.repository ?? chartRepository ?? repository, name, version: options.chartVersion ?? version };
}

/** What is wrong with a repository of charts. */
export function chartRepositoryFindings(path: string, repository: string | undefined): Finding[] {
  return repository === undefined ? [] : proxyUrlFindings(path, repository, ['https:', 'http:', 'oci:'], 'oci://registry.example.com/charts',
    'leave them out, and log the Helm provider in: new HelmProvider(…, { registries: [ … ] })');
}

/** What is sent to a chart: values, and what the user wants otherwise. Nulls are kept, as they take out what the chart itself has. */
export function chartValues(values: object, { overrides = {} }: PublicChartOptions): any {
  return mergeOverrides(values, overrides, 'keep');
}

/** What is wrong with where a chart comes from, and with the values that the user gives to it: Helm would pass over names that the chart does not have. */
export function publicChartFindings(path: string, chart: PublicChart, options: PublicChartOptions): Finding[] {
  const repository = chartRepositoryFindings(`${path}.repository`, options.repository);
  if (options.overrides === undefined || (options.chartVersion ?? chart.version) !== chart.version) return repository;
  const values = fieldFindings(`${path}.overrides`, options.overrides, chart.values)
    .map((finding) => finding.ruleId === 'SCH-1' ? { ...finding, message: `chart ${chart.name} ${chart.version} has no such value; Helm would pass over it` } : finding);
  return [...repository, ...values];
}

/** An image as charts take it: apart, so that the tag may carry a digest. */
export interface ChartImage { readonly repository: string; readonly tag: string }

/** The image of a container: the user's, or the pinned one, from a mirror where there is one. */
export function chartImage(image: Image, given?: string, from: ImageOptions = {}): ChartImage {
  if (given !== undefined) return split(given)!;
  const { repository, tag, digest } = pulledAs(image, from);
  return { repository, tag: digest ? `${tag}@${digest}` : tag };
}

/** What is wrong with an image that the user gives. */
export function chartImageFindings(path: string, given: string | undefined, example: Image): Finding[] {
  if (given === undefined || split(given)) return [];
  return [propFinding(path, `got ${JSON.stringify(given)}, expected registry, path and tag known at synth`, `write "${example.repository}:${example.tag}"`)];
}

/** Registry and path, and tag with or without a digest. Of a digest alone charts would make `image:@sha256`. */
function split(reference: string): ChartImage | undefined {
  const [, repository, tag] = /^([^\s@$]+):([\w][\w.-]*(?:@sha256:[0-9a-f]{64})?)$/.exec(reference) ?? [];
  return repository ? { repository, tag } : undefined;
}
