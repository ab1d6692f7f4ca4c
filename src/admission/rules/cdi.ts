import { isMap } from '../../kubevirt/maps';
import { nanos } from '../../kubevirt/quantity';
import { closest, show } from '../finding';
import { Part } from '../part';
import { Problem, Rule } from '../rule';
import { during, oneOf } from './checks';
import { duration, seconds } from './durations';
import { componentPatches, placement } from './operators';

const GATES = ['HonorWaitForFirstConsumer', 'DataVolumeClaimAdoption', 'WebhookPvcRendering'];

/** The life of each certificate, and how long before its end it is renewed, unless told otherwise. */
const CERTIFICATES = ['ca', 'server', 'client'];

/** As the schema has it: a fraction with at most three digits, or 1. */
const OVERHEAD = /^(0(?:\.\d{1,3})?|1)$/;
const REGISTRY = /^[^/@\s]+$/;

/** Rules on `CDI` manifests: how CDI is set up. Its webhook only looks at their removal. */
export const CDI_RULES: Rule<Part>[] = [
  {
    id: 'CDI-1',
    severity: 'error',
    phase: 'schema',
    title: 'What a file system takes for itself is a fraction of the disk, with at most three digits',
    * check(cdi) {
      const overhead = cdi.at('spec').at('config').at('filesystemOverhead');
      const classes = overhead.at('storageClass');
      for (const part of [overhead.at('global'), ...Object.keys(isMap(classes.value) ? classes.value : {}).map((name) => classes.at(name))]) {
        const { value, path } = part;
        if (typeof value !== 'string' || (OVERHEAD.test(value) && value !== '1')) continue;
        yield {
          path, message: `got ${show(value)}, expected a fraction such as "0.055"`, remedy: 'write it like "0.06"', ...value === '1' && { phase: 'runtime' },
        };
      }
    },
  },
  {
    id: 'CDI-2',
    severity: 'warning',
    phase: 'runtime',
    title: 'Feature gates are ones that CDI has',
    * check(cdi) {
      for (const { value: gate, path } of cdi.at('spec').at('config').texts('featureGates')) {
        if (GATES.includes(gate)) continue;
        const meant = closest(gate, GATES);
        yield { path, message: `got ${show(gate)}, which CDI does not have; it is ignored in silence`, remedy: meant ? `did you mean "${meant}"?` : 'take it out' };
      }
    },
  },
  {
    id: 'CDI-3',
    severity: 'error',
    phase: 'runtime',
    title: 'A TLS profile of type Custom says what it allows, and no other does',
    * check(cdi) {
      const profile = cdi.at('spec').at('config').at('tlsSecurityProfile');
      const type = profile.text('type');
      const custom = profile.has('custom');
      if (type === undefined || custom === (type === 'Custom')) return;
      yield {
        path: profile.at('custom').path,
        message: custom ? `got custom with type ${show(type)}; custom is what counts` : 'got none with type "Custom"',
        remedy: custom ? 'use type "Custom", or take custom out' : 'set custom, with ciphers and minTLSVersion',
      };
    },
  },
  {
    id: 'CDI-4',
    severity: 'error',
    phase: 'runtime',
    title: 'Certificates have durations, and are renewed before they end',
    * check(cdi) {
      const config = cdi.at('spec').at('certConfig');
      for (const certificate of CERTIFICATES.map((name) => config.at(name))) {
        yield* duration(certificate.at('duration'));
        yield* duration(certificate.at('renewBefore'));
        const [life, before] = [seconds(certificate.at('duration'), Infinity), seconds(certificate.at('renewBefore'), 0)];
        if (life === undefined || before === undefined || before < life) continue;
        yield { path: certificate.at('renewBefore').path, message: `got ${before} seconds, but the certificate lasts ${life}`, remedy: 'make it shorter' };
      }
    },
  },
  {
    id: 'CDI-5',
    severity: 'error',
    phase: 'runtime',
    title: 'Insecure registries are named as they are in the URLs of images: host and port',
    * check(cdi) {
      for (const { value: registry, path } of cdi.at('spec').at('config').texts('insecureRegistries')) {
        if (REGISTRY.test(registry)) continue;
        const host = registry.replace(/^[a-z]+:\/\//i, '').replace(/\/.*/, '');
        yield { path, message: `got ${show(registry)}, expected a host with or without a port`, remedy: `use "${host || 'registry.example.com:5000'}"` };
      }
    },
  },
  {
    id: 'CDI-6',
    severity: 'error',
    phase: 'runtime',
    title: 'Patches of components are JSON of their type, and components run where pods can',
    * check(cdi) {
      const spec = cdi.at('spec');
      yield* during('runtime', componentPatches(spec.at('customizeComponents')));
      for (const field of ['infra', 'workload']) yield* during('runtime', placement(spec.at(field)));
      for (const field of ['deploymentReplicas', 'apiServerReplicas', 'uploadProxyReplicas']) {
        const { value, path } = spec.at('infra').at(field);
        if (typeof value === 'number' && value < 0) yield { path, message: `got ${value}, expected 0 or more`, remedy: 'use 1' };
      }
    },
  },
  {
    id: 'CDI-7',
    severity: 'error',
    phase: 'runtime',
    title: 'Pods that import ask for no more than they may have',
    * check(cdi) {
      const { requests, limits } = cdi.at('spec').at('config').get('podResourceRequirements') ?? {};
      for (const resource of Object.keys(isMap(requests) ? requests : {})) {
        const [asked, most] = [nanos(requests[resource]), nanos(isMap(limits) ? limits[resource] : undefined)];
        if (asked === undefined || most === undefined || asked <= most) continue;
        yield {
          path: `spec.config.podResourceRequirements.requests.${resource}`,
          message: `got ${show(requests[resource])}, more than the limit of ${show(limits[resource])}`,
          remedy: `ask for ${show(limits[resource])} at most, or raise the limit`,
        };
      }
    },
  },
  {
    id: 'CDI-8',
    severity: 'warning',
    phase: 'runtime',
    title: 'Nothing is set that CDI does not look at',
    * check(cdi): Iterable<Problem> {
      const config = cdi.at('spec').at('config');
      yield* oneOf(config, 'webhookPvcRendering', ['Enabled', 'Disabled']);
      if (!config.has('dataVolumeTTLSeconds')) return;
      yield { path: config.at('dataVolumeTTLSeconds').path, message: 'got a time after which data volumes are collected, which CDI has given up', remedy: 'take it out' };
    },
  },
];
