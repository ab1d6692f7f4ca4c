import { kubevirtFacts } from '../../kubevirt/facts';
import { enabledGates } from '../../kubevirt/feature-gates';
import { isMap } from '../../kubevirt/maps';
import { KubevirtVersion } from '../../kubevirt/version';
import { closest, show, UNKNOWN } from '../finding';
import { Part } from '../part';
import { ClusterFacts, Problem, Rule } from '../rule';
import { during, oneOf, strictlyOneOf } from './checks';
import { duration, seconds } from './durations';
import { componentPatches, placement } from './operators';

const DAY = 24 * 3600;

/** Fields before `ca` and `server`. Where both are given, these win. */
const OLD_INTERVALS = ['caRotateInterval', 'certRotateInterval', 'caOverlapInterval'];

/** The names that Go has for the cipher suites it can still do, insecure ones included. */
const CIPHERS = [
  'TLS_AES_128_GCM_SHA256', 'TLS_AES_256_GCM_SHA384', 'TLS_CHACHA20_POLY1305_SHA256',
  ...['ECDSA', 'RSA'].flatMap((key) => [
    'AES_128_CBC_SHA', 'AES_256_CBC_SHA', 'AES_128_CBC_SHA256', 'AES_128_GCM_SHA256', 'AES_256_GCM_SHA384', 'CHACHA20_POLY1305_SHA256', 'RC4_128_SHA',
  ].map((cipher) => `TLS_ECDHE_${key}_WITH_${cipher}`)),
  'TLS_ECDHE_RSA_WITH_3DES_EDE_CBC_SHA',
  ...['RC4_128_SHA', '3DES_EDE_CBC_SHA', 'AES_128_CBC_SHA', 'AES_256_CBC_SHA', 'AES_128_CBC_SHA256', 'AES_128_GCM_SHA256', 'AES_256_GCM_SHA384']
    .map((cipher) => `TLS_RSA_WITH_${cipher}`),
];

/** Fields that only do what they say with a feature gate, and since when KubeVirt asks for it. */
const GATED: { field: string[]; asks: (value: unknown) => boolean; gate: string; versions?: KubevirtVersion[] }[] = [
  { field: ['virtTemplateDeployment', 'enabled'], asks: (value) => value === true, gate: 'Template' },
  { field: ['roleAggregationStrategy'], asks: (value) => value === 'Manual', gate: 'OptOutRoleAggregation' },
  { field: ['migrations', 'maxDowntimeMs'], asks: (value) => typeof value === 'number', gate: 'MigrationStallDetection', versions: [KubevirtVersion.V1_9_0] },
];

/** Words that neither the schema nor the webhook asks for, and that do nothing when they are misspelt. */
const WORDS: { field: string[]; words: string[] }[] = [
  { field: ['uninstallStrategy'], words: ['BlockUninstallIfWorkloadsExist', 'RemoveWorkloads'] },
  { field: ['configuration', 'evictionStrategy'], words: ['LiveMigrate', 'LiveMigrateIfPossible', 'None', 'External'] },
];

/** Numbers that have no sign to KubeVirt. */
const COUNTS = [
  ['migrations', 'parallelMigrationsPerCluster'],
  ['migrations', 'parallelOutboundMigrationsPerNode'],
  ['developerConfiguration', 'minimumReservePVCBytes'],
  ['liveUpdateConfiguration', 'maxCpuSockets'],
  ['liveUpdateConfiguration', 'maxHotplugRatio'],
  ['memBalloonStatsPeriod'],
];

/** What a binding plugin may say of itself. */
const BINDING: { field: string[]; words: string[] }[] = [
  { field: ['domainAttachmentType'], words: ['tap', 'managedTap'] },
  { field: ['downwardAPI'], words: ['device-info'] },
  { field: ['migration', 'method'], words: ['link-refresh'] },
];

const RESOURCE_NAME = /^[a-z0-9]([a-z0-9.-]*[a-z0-9])?\/[A-Za-z0-9]([\w.-]*[A-Za-z0-9])?$/;
const FOUR_HEX_DIGITS = /^[0-9a-f]{4}$/i;

/**
 * Rules on `KubeVirt` manifests: how KubeVirt is set up. Its webhook looks at changes; it is not there yet when the first one comes, and
 * what it would have refused then breaks virt-operator, or does not do what it says.
 */
export const KUBEVIRT_RULES: Rule<Part>[] = [
  {
    id: 'KV-1',
    severity: 'error',
    phase: 'admission',
    mirrors: 'validateCustomizeComponents',
    title: 'Patches of components are JSON of their type',
    check: (kubevirt) => componentPatches(kubevirt.at('spec').at('customizeComponents')),
  },
  {
    id: 'KV-2',
    severity: 'error',
    phase: 'admission',
    mirrors: 'validateCertificates',
    title: 'Certificates are renewed before they end, and end before their CA does',
    * check(kubevirt) {
      const own = kubevirt.at('spec').at('certificateRotateStrategy').at('selfSigned');
      if (!isMap(own.value)) return;
      const [ca, server] = [own.at('ca'), own.at('server')];
      for (const field of OLD_INTERVALS) yield* duration(own.at(field));
      for (const part of [ca, server]) for (const field of ['duration', 'renewBefore']) yield* duration(part.at(field));
      const old = own.certain(OLD_INTERVALS);
      if (old.length > 0 && own.certain(['ca', 'server']).length > 0) {
        yield { path: own.at(old[0]).path, message: `got ${old[0]}, which is deprecated, beside ca or server`, remedy: `take ${old[0]} out` };
      }
      const given = (interval: string, part: Part, field: string) => own.has(interval) ? own.at(interval) : part.at(field);
      const caLife = given('caRotateInterval', ca, 'duration');
      const life = given('certRotateInterval', server, 'duration');
      yield* notLonger(given('caOverlapInterval', ca, 'renewBefore'), 0, seconds(caLife, 7 * DAY), 'CA itself');
      yield* notLonger(server.at('renewBefore'), 0, seconds(life, DAY), 'certificate itself');
      yield* notLonger(life, DAY, seconds(caLife, 7 * DAY), 'CA');
    },
  },
  {
    id: 'KV-3',
    severity: 'error',
    phase: 'admission',
    mirrors: 'validateTLSConfiguration',
    title: 'Ciphers are ones that Go knows, and only chosen below TLS 1.3',
    * check(kubevirt) {
      const tls = kubevirt.at('spec').at('configuration').at('tlsConfiguration');
      const ciphers = tls.get('ciphers');
      if (!Array.isArray(ciphers) || ciphers.length === 0 || tls.get('minTLSVersion') === UNKNOWN) return;
      if (['', 'VersionTLS13'].includes(tls.get('minTLSVersion') ?? '')) {
        return yield {
          path: tls.at('ciphers').path,
          message: `got ciphers with minTLSVersion ${show(tls.get('minTLSVersion'))}; of TLS 1.3 they cannot be chosen`,
          remedy: 'take the ciphers out, or set minTLSVersion "VersionTLS12"',
        };
      }
      for (const { value: cipher, path } of tls.texts('ciphers')) {
        if (CIPHERS.includes(cipher)) continue;
        yield {
          path,
          message: `got ${show(cipher)}, which is no cipher suite of Go`,
          remedy: `use "${closest(cipher, CIPHERS) ?? 'TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384'}"`,
        };
      }
    },
  },
  {
    id: 'KV-4',
    severity: 'error',
    phase: 'admission',
    mirrors: 'validateSeccompConfiguration',
    title: 'A seccomp profile for VMs is one from the nodes or the default of the runtime',
    * check(kubevirt) {
      const profile = kubevirt.at('spec').at('configuration').at('seccompConfiguration').at('virtualMachineInstanceProfile');
      if (!isMap(profile.value)) return;
      const custom = profile.at('customProfile');
      if (!profile.has('customProfile')) yield { path: custom.path, message: 'got none', remedy: 'set customProfile, or take the seccompConfiguration out' };
      if (typeof custom.get('localhostProfile') !== 'string' || custom.get('runtimeDefaultProfile') !== true) return;
      yield { path: custom.path, message: 'got localhostProfile and runtimeDefaultProfile', remedy: 'keep one of them' };
    },
  },
  {
    id: 'KV-5',
    severity: 'error',
    phase: 'admission',
    mirrors: 'validateInfraReplicas',
    title: 'There is at least one virt-api and one virt-controller',
    * check(kubevirt) {
      const { value, path } = kubevirt.at('spec').at('infra').at('replicas');
      if (typeof value === 'number' && (value < 1 || value > 255)) yield { path, message: `got ${value}, expected 1 to 255`, remedy: 'use 2' };
    },
  },
  {
    id: 'KV-6',
    severity: 'error',
    phase: 'admission',
    mirrors: 'validateFeatureGates',
    title: 'No feature gate is both on and off',
    * check(kubevirt) {
      const developer = kubevirt.at('spec').at('configuration').at('developerConfiguration');
      const off = developer.texts('disabledFeatureGates');
      for (const { value: name, path } of developer.texts('featureGates')) {
        if (off.some((other) => other.value === name)) yield { path, message: `"${name}" is in featureGates and in disabledFeatureGates`, remedy: 'take it out of one of them' };
      }
    },
  },
  {
    id: 'KV-7',
    severity: 'error',
    phase: 'admission',
    mirrors: 'validateGuestToRequestHeadroom',
    title: 'The memory that guests need beside their own grows, never shrinks',
    * check(kubevirt) {
      const configuration = kubevirt.at('spec').at('configuration');
      const ratio = configuration.text('additionalGuestMemoryOverheadRatio');
      if (ratio === undefined || (/^\+?(\d+(\.\d*)?|\.\d+)(e[+-]?\d+)?$/i.test(ratio) && Number(ratio) >= 1) || /^\+?inf(inity)?$|^nan$/i.test(ratio)) return;
      yield { path: configuration.at('additionalGuestMemoryOverheadRatio').path, message: `got ${show(ratio)}, expected a number of at least 1`, remedy: 'write it like "1.5"' };
    },
  },
  {
    id: 'KV-8',
    severity: 'error',
    phase: 'admission',
    mirrors: 'validateVirtTemplateDeployment',
    gates: GATED.map(({ gate }) => gate),
    title: 'What needs a feature gate comes with it',
    * check(kubevirt, { kubevirtVersion }) {
      const configuration = kubevirt.at('spec').at('configuration');
      for (const { field, asks, gate, versions } of GATED) {
        const part = configuration.reach(field);
        if (!asks(part.value) || !(versions ?? [kubevirtVersion]).includes(kubevirtVersion)) continue;
        const on = gatesOn(configuration, kubevirtVersion);
        if (!on || on.has(gate)) continue;
        yield { path: part.path, message: `got ${show(part.value)}, which needs the feature gate ${gate}`, remedy: `add "${gate}" to developerConfiguration.featureGates` };
      }
    },
  },
  {
    id: 'KV-9',
    severity: 'error',
    phase: 'admission',
    mirrors: 'validateInfraPlacement',
    title: 'Node selectors, affinities and tolerations of components are ones that pods can have',
    * check(kubevirt) {
      for (const field of ['infra', 'workloads']) yield* placement(kubevirt.at('spec').at(field).at('nodePlacement'));
    },
  },
  {
    id: 'KV-10',
    severity: 'warning',
    phase: 'runtime',
    mirrors: 'warnDeprecatedFeatureGates',
    title: 'Feature gates are ones that this version has, and that do something',
    * check(kubevirt, { kubevirtVersion }) {
      const developer = kubevirt.at('spec').at('configuration').at('developerConfiguration');
      const states = developer.value ? kubevirtFacts(kubevirtVersion).gates : {};
      for (const { value: name, path } of [...developer.texts('featureGates'), ...developer.texts('disabledFeatureGates')]) {
        const state = Object.hasOwn(states, name) ? states[name] : undefined;
        if (state === 'Alpha' || state === 'Beta') continue;
        const meant = state ? undefined : closest(name, Object.keys(states));
        yield {
          path,
          message: `got "${name}", ${state ? SAYS[state] : `which KubeVirt ${kubevirtVersion} does not have; it is ignored in silence`}`,
          remedy: meant ? `did you mean "${meant}"?` : 'take it out',
        };
      }
    },
  },
  {
    id: 'KV-11',
    severity: 'warning',
    phase: 'runtime',
    mirrors: 'warnDeprecatedArchitectures',
    title: 'Nothing is set that is deprecated',
    * check(kubevirt) {
      const configuration = kubevirt.at('spec').at('configuration');
      const mediated = configuration.at('mediatedDevicesConfiguration');
      for (const part of [mediated, ...mediated.list('nodeMediatedDeviceTypes')]) {
        if (part.has('mediatedDevicesTypes')) yield { path: part.at('mediatedDevicesTypes').path, message: 'got mediatedDevicesTypes, which is deprecated', remedy: 'use mediatedDeviceTypes' };
      }
      const architectures = configuration.at('architectureConfiguration');
      if (architectures.has('ppc64le')) yield { path: architectures.at('ppc64le').path, message: 'got an architecture that KubeVirt no longer supports', remedy: 'take it out' };
    },
  },
  {
    id: 'KV-12',
    severity: 'error',
    phase: 'runtime',
    mirrors: 'validateConfig',
    title: 'The configuration is one that KubeVirt reads; else it goes on with the one before, feature gates and all',
    * check(kubevirt) {
      const configuration = kubevirt.at('spec').at('configuration');
      yield* oneOf(configuration.at('network'), 'defaultNetworkInterface', ['masquerade', 'bridge']);
      const developer = configuration.at('developerConfiguration');
      yield* between(developer.at('cpuAllocationRatio'), 1, Infinity);
      yield* between(developer.at('pvcTolerateLessSpaceUpToPercent'), 0, 100);
    },
  },
  {
    id: 'KV-13',
    severity: 'error',
    phase: 'runtime',
    title: 'Strategies and what binding plugins say of themselves are words that KubeVirt knows',
    * check(kubevirt) {
      const spec = kubevirt.at('spec');
      yield* words(spec, WORDS);
      for (const { value: method, path } of spec.at('workloadUpdateStrategy').texts('workloadUpdateMethods')) {
        if (['LiveMigrate', 'Evict'].includes(method)) continue;
        yield { path, message: `got ${show(method)}, expected LiveMigrate or Evict`, remedy: `use "${closest(method, ['Evict']) ?? 'LiveMigrate'}"` };
      }
      const bindings = spec.at('configuration').at('network').at('binding');
      for (const name of isMap(bindings.value) ? Object.keys(bindings.value) : []) yield* words(bindings.at(name), BINDING);
    },
  },
  {
    id: 'KV-14',
    severity: 'error',
    phase: 'runtime',
    title: 'Permitted devices have a resource with its vendor and are found by what they are',
    check: (kubevirt) => permittedDevices(kubevirt.at('spec').at('configuration').at('permittedHostDevices')),
  },
  {
    id: 'KV-15',
    severity: 'error',
    phase: 'admission',
    title: 'Images are pulled in one of the ways that Kubernetes knows',
    mirrors: 'ValidateSchema',
    * check(kubevirt) {
      for (const part of [kubevirt.at('spec'), kubevirt.at('spec').at('configuration')]) yield* strictlyOneOf(part, 'imagePullPolicy', ['IfNotPresent', 'Always', 'Never']);
    },
  },
  {
    id: 'KV-16',
    severity: 'error',
    phase: 'admission',
    title: 'Counts are not negative',
    mirrors: 'json.Unmarshal',
    * check(kubevirt) {
      const configuration = kubevirt.at('spec').at('configuration');
      for (const fields of COUNTS) yield* between(configuration.reach(fields), 0, Infinity);
      const verbosity = configuration.at('developerConfiguration').at('logVerbosity');
      for (const part of [verbosity, verbosity.at('nodeVerbosity')]) {
        for (const component of isMap(part.value) ? Object.keys(part.value) : []) yield* between(part.at(component), 0, Infinity);
      }
    },
  },
  {
    id: 'KV-17',
    severity: 'error',
    phase: 'admission',
    title: 'Running VMs are brought up to date in batches of some, at intervals',
    mirrors: 'metav1.Duration.UnmarshalJSON',
    * check(kubevirt) {
      const strategy = kubevirt.at('spec').at('workloadUpdateStrategy');
      yield* duration(strategy.at('batchEvictionInterval'));
      yield* during('runtime', between(strategy.at('batchEvictionSize'), 1, Infinity));
    },
  },
];

const SAYS = {
  GA: 'which is on for good',
  Deprecated: 'which is deprecated',
  Discontinued: 'which is discontinued: what it guarded is gone',
};

/** Devices of the nodes that VMs may have. KubeVirt does not look: a selector that fits no device is passed over in silence. */
export function* permittedDevices(permitted: Part): Iterable<Problem> {
  for (const field of ['pciHostDevices', 'mediatedDevices', 'usb']) {
    for (const device of permitted.list(field)) yield* formed(device, 'resourceName', RESOURCE_NAME, 'a resource with its vendor', 'nvidia.com/TU104GL_Tesla_T4');
  }
  for (const device of permitted.list('pciHostDevices')) {
    yield* formed(device, 'pciVendorSelector', /^[0-9a-f]{4}:[0-9a-f]{4}$/i, 'vendor and product, four hexadecimal digits each', '10DE:1EB8');
  }
  for (const device of permitted.list('usb')) {
    if (!device.get('externalResourceProvider') && (device.get('selectors') ?? []).length === 0) {
      yield {
        path: device.at('selectors').path,
        message: 'got none, and KubeVirt is to find the devices',
        remedy: 'write them like { vendor: "46f4", product: "0001" }, or set externalResourceProvider',
      };
    }
    for (const selector of device.list('selectors')) {
      for (const field of ['vendor', 'product']) yield* formed(selector, field, FOUR_HEX_DIGITS, 'four hexadecimal digits', '46f4');
    }
  }
}

function* formed(part: Part, field: string, form: RegExp, expected: string, example: string): Iterable<Problem> {
  const value = part.get(field);
  if (value === UNKNOWN || (typeof value === 'string' && form.test(value))) return;
  yield { path: part.at(field).path, message: `got ${show(value)}, expected ${expected}`, remedy: `write it like "${example}"` };
}

function* words(part: Part, table: typeof WORDS): Iterable<Problem> {
  for (const { field, words: allowed } of table) yield* oneOf(part.reach(field.slice(0, -1)), field[field.length - 1], allowed);
}

function* between({ value, path }: Part, least: number, most: number): Iterable<Problem> {
  if (typeof value !== 'number' || (value >= least && value <= most)) return;
  yield { path, message: `got ${value}, expected ${most === Infinity ? `at least ${least}` : `${least} to ${most}`}`, remedy: `use ${least > value ? least : most}` };
}

function* notLonger(time: Part, absent: number, limit: number | undefined, what: string): Iterable<Problem> {
  const given = seconds(time, absent);
  if (given === undefined || limit === undefined || given <= limit) return;
  yield { path: time.path, message: `got ${given} seconds, but the ${what} lasts ${limit}`, remedy: 'make it shorter' };
}

/** The gates that are on with this configuration; nothing where that is only known at apply. */
function gatesOn(configuration: Part, version: ClusterFacts['kubevirtVersion']): Set<string> | undefined {
  const developer = configuration.at('developerConfiguration');
  const lists = ['featureGates', 'disabledFeatureGates'].map((field) => developer.get(field) ?? []);
  if (lists.some((list) => !Array.isArray(list) || list.includes(UNKNOWN))) return undefined;
  return enabledGates(version, { featureGates: lists[0], disabledFeatureGates: lists[1] });
}
