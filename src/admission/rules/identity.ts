import { isIP } from 'net';
import { DNS_LABEL_FORM, DNS_SUBDOMAIN_FORM, isDnsLabel, isDnsSubdomain } from '../../kubevirt/dns';
import { KubevirtVersion } from '../../kubevirt/version';
import { show, UNKNOWN } from '../finding';
import { Part } from '../part';
import { Problem, VmRule } from '../rule';
import { during, filled, needsGate, oneOf } from './checks';
import { isLabelKey, labelKey, REFERENCE, validLabels } from './labels';

/** KubeVirt sets these itself and refuses them from anybody else. */
const RESERVED_LABELS = [
  'kubevirt.io/created-by', 'kubevirt.io/install-strategy', 'kubevirt.io/migrationJobUID', 'kubevirt.io/migrationTargetNodeName',
  'kubevirt.io/nodeName', 'kubevirt.io/schedulable',
];

/** Kubernetes' limit on all annotations of an object, keys and values. */
const ANNOTATION_BYTES = 262_144;

/** KubeVirt's limits on DNS; those of Kubernetes are higher now. */
const NAME_SERVERS = 3;
const SEARCH_DOMAINS = 6;
const SEARCH_LENGTH = 256;

/** Annotations that KubeVirt acts upon only with a feature gate. */
const GATED_ANNOTATIONS: Record<string, string> = { 'kubevirt.io/ignitiondata': 'ExperimentalIgnitionSupport', 'hooks.kubevirt.io/hookSidecars': 'Sidecar' };

const UUID = /^[\da-f]{8}(-?[\da-f]{4}){3}-?[\da-f]{12}$/i;

/** Rules on names, labels and DNS. */
export const IDENTITY_RULES: VmRule[] = [
  {
    id: 'ID-1',
    severity: 'error',
    phase: 'admission',
    title: 'The host name is a DNS label',
    mirrors: 'validateHostNameNotConformingToDNSLabelRules',
    * check({ template }) {
      const hostname = template.text('hostname');
      if (!hostname || isDnsLabel(hostname)) return;
      yield { path: `${template.path}.hostname`, message: `got ${show(hostname)}, expected ${DNS_LABEL_FORM}`, remedy: labelRemedy(hostname) };
    },
  },
  {
    id: 'ID-2',
    severity: 'error',
    phase: 'admission',
    title: 'The subdomain is a DNS subdomain',
    mirrors: 'validateSubdomainDNSSubdomainRules',
    * check({ template }) {
      const subdomain = template.text('subdomain');
      if (!subdomain || isDnsSubdomain(subdomain)) return;
      yield { path: `${template.path}.subdomain`, message: `got ${show(subdomain)}, expected ${DNS_SUBDOMAIN_FORM}`, remedy: 'use a name like "db.internal"' };
    },
  },
  {
    id: 'ID-3',
    severity: 'error',
    phase: 'admission',
    title: 'The DNS policy is one that Kubernetes knows',
    mirrors: 'ValidateSchema',
    check: ({ template }) => oneOf(template, 'dnsPolicy', ['ClusterFirst', 'ClusterFirstWithHostNet', 'Default', 'None']),
  },
  {
    id: 'ID-4',
    severity: 'error',
    phase: 'admission',
    title: 'DNS policy None needs name servers',
    mirrors: 'validatePodDNSConfig',
    * check({ template }) {
      const nameservers = template.at('dnsConfig').at('nameservers');
      if (template.text('dnsPolicy') !== 'None' || nameservers.value === UNKNOWN) return;
      if (Array.isArray(nameservers.value) && nameservers.value.length > 0) return;
      yield { path: nameservers.path, message: 'got no name server with dnsPolicy "None"', remedy: 'list at least one name server, or use dnsPolicy "ClusterFirst"' };
    },
  },
  {
    id: 'ID-5',
    severity: 'error',
    phase: 'admission',
    title: 'At most 3 name servers are given, by their IP addresses',
    mirrors: 'validatePodDNSConfig',
    * check({ template }) {
      if (!template.has('dnsConfig')) return;
      const { value, path } = template.at('dnsConfig').at('nameservers');
      if (!Array.isArray(value)) return;
      if (value.length > NAME_SERVERS) yield { path, message: `got ${value.length} name servers, expected at most ${NAME_SERVERS}`, remedy: 'take some out' };
      for (const server of template.at('dnsConfig').texts('nameservers')) {
        if (isIP(server.value)) continue;
        yield { path: server.path, message: `got ${show(server.value)}, expected an IP address`, remedy: 'write it like "10.0.0.2"' };
      }
    },
  },
  {
    id: 'ID-6',
    severity: 'error',
    phase: 'admission',
    title: 'At most 6 DNS search domains are given, of together at most 256 characters',
    mirrors: 'validatePodDNSConfig',
    * check({ template }) {
      if (!template.has('dnsConfig')) return;
      const { value, path } = template.at('dnsConfig').at('searches');
      if (!Array.isArray(value)) return;
      const domains = template.at('dnsConfig').texts('searches');
      const length = Buffer.byteLength(domains.map((domain) => domain.value).join(' '));
      if (value.length > SEARCH_DOMAINS) yield { path, message: `got ${value.length} domains, expected at most ${SEARCH_DOMAINS}`, remedy: 'take some out' };
      if (length > SEARCH_LENGTH) yield { path, message: `got ${length} characters, expected at most ${SEARCH_LENGTH}`, remedy: 'take some out' };
      for (const domain of domains) {
        if (isDnsSubdomain(domain.value)) continue;
        yield { path: domain.path, message: `got ${show(domain.value)}, expected ${DNS_SUBDOMAIN_FORM}`, remedy: 'write it like "example.com"' };
      }
    },
  },
  {
    id: 'ID-7',
    severity: 'error',
    phase: 'admission',
    title: 'A DNS option has a name',
    mirrors: 'validatePodDNSConfig',
    * check({ template }) {
      for (const option of template.at('dnsConfig').list('options')) yield* filled(option, 'name');
    },
  },
  {
    id: 'ID-8',
    severity: 'error',
    phase: 'admission',
    title: 'From KubeVirt 1.9 on: the service account is a DNS subdomain, and that of the service account volume',
    versions: [KubevirtVersion.V1_9_0],
    mirrors: 'validateServiceAccountName',
    * check({ template, volumes }) {
      const account = template.text('serviceAccountName');
      if (!account) return;
      const { path } = template.at('serviceAccountName');
      if (!isDnsSubdomain(account)) yield { path, message: `got ${show(account)}, expected ${DNS_SUBDOMAIN_FORM}`, remedy: 'use a name like "reader"' };
      for (const volume of volumes) {
        const other = volume.at('serviceAccount').text('serviceAccountName');
        if (other === undefined || other === account) continue;
        yield { path, message: `got ${show(account)}, and the volume ${volume.path} is of ${show(other)}`, remedy: 'use one service account for both' };
      }
    },
  },
  {
    id: 'ID-9',
    severity: 'error',
    phase: 'admission',
    title: 'Labels that KubeVirt keeps for itself are not set',
    mirrors: 'ValidateVirtualMachineInstanceMetadata',
    * check(vm) {
      const labels = vm.guestMetadata.at('labels');
      for (const key of labels.certain(RESERVED_LABELS)) {
        yield { path: `${labels.path}["${key}"]`, message: `got the label ${key}, which only KubeVirt may set`, remedy: 'take it out' };
      }
    },
  },
  {
    id: 'ID-10',
    severity: 'error',
    phase: 'admission',
    title: 'Ignition data and hook sidecars in annotations need feature gates',
    gates: Object.values(GATED_ANNOTATIONS),
    mirrors: 'ValidateVirtualMachineInstanceMetadata',
    * check({ guestMetadata }, { featureGates }) {
      const annotations = guestMetadata.at('annotations');
      for (const key of Object.keys(GATED_ANNOTATIONS)) {
        if (!annotations.text(key)) continue;
        const given = new Part(annotations.at(key).value, `${annotations.path}["${key}"]`);
        yield* needsGate(given, GATED_ANNOTATIONS[key], featureGates);
      }
    },
  },
  {
    id: 'R-5',
    severity: 'error',
    phase: 'runtime',
    title: 'The VM name is a DNS label, as it becomes a label value and the host name',
    * check({ metadata }) {
      const name = metadata.text('name');
      if (name === undefined || isDnsLabel(name)) return;
      const phase = isDnsSubdomain(name) ? 'runtime' : 'schema';
      yield { path: 'metadata.name', message: `got ${show(name)}, expected ${DNS_LABEL_FORM}`, remedy: labelRemedy(name), phase };
    },
  },
  {
    id: 'R-22',
    severity: 'error',
    phase: 'schema',
    title: 'Labels and annotations are written as Kubernetes wants them; in the template, bad ones only show when the VM starts',
    mirrors: 'ValidateObjectMeta',
    * check({ allMetadata: [own, ...made] }) {
      yield* keysAndValues(own);
      for (const metadata of made) yield* during('start', keysAndValues(metadata));
    },
  },
  {
    id: 'R-30',
    severity: 'error',
    phase: 'schema',
    title: 'All annotations of an object together have at most 256 KiB; in the template, more only show when the VM starts',
    mirrors: 'ValidateObjectMeta',
    * check(vm) {
      for (const [index, metadata] of vm.allMetadata.entries()) {
        const annotations = metadata.at('annotations');
        const sizes = Object.entries(annotations.value ?? {})
          .filter(([key]) => !REFERENCE.test(key))
          .map(([key, value]) => ({ key, bytes: Buffer.byteLength(key) + (typeof value === 'string' ? Buffer.byteLength(value) : 0) }));
        const total = sizes.reduce((sum, { bytes }) => sum + bytes, 0);
        if (total <= ANNOTATION_BYTES) continue;
        const largest = sizes.reduce((most, one) => one.bytes > most.bytes ? one : most);
        yield {
          path: annotations.path,
          message: `got ${total} bytes of keys and values, expected at most ${ANNOTATION_BYTES}`,
          remedy: `shorten ${show(largest.key)}, which has ${largest.bytes}, or keep it in a ConfigMap`,
          phase: index === 0 ? 'schema' : 'start',
        };
      }
    },
  },
  {
    id: 'R-65',
    severity: 'error',
    phase: 'runtime',
    title: 'The UUID of the firmware is one; the server takes any text, and the VM never starts',
    * check({ domain }) {
      const uuid = domain.at('firmware').text('uuid');
      if (!uuid || UUID.test(uuid)) return;
      yield { path: `${domain.path}.firmware.uuid`, message: `got ${show(uuid)}, expected a UUID`, remedy: 'write it like "5d307ca9-b3ef-428c-8861-06e72d69f223", or take it out' };
    },
  },
];

function* keysAndValues(metadata: Part): Iterable<Problem> {
  yield* validLabels(metadata.at('labels'), 'shorten it, or make it an annotation');
  // Annotation keys are held against the same form, but in lower case.
  const annotations = metadata.at('annotations');
  for (const key of Object.keys(annotations.value ?? {})) {
    if (!isLabelKey(key.toLowerCase())) yield* labelKey(key, `${annotations.path}["${key}"]`, key.toLowerCase());
  }
}

function labelRemedy(name: string): string {
  const proposal = name.toLowerCase().replace(/[^a-z0-9]+/g, '-').slice(0, 63).replace(/^-+|-+$/g, '');
  return proposal ? `use "${proposal}"` : 'use a name like "web-0"';
}
