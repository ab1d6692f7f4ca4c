import { DNS_LABEL_FORM, DNS_SUBDOMAIN_FORM, isDnsLabel, isDnsSubdomain } from '../../kubevirt/dns';
import { KubevirtVersion } from '../../kubevirt/version';
import { show, UNKNOWN } from '../finding';
import { VmRule } from '../rule';
import { oneOf } from './checks';
import { labelKey, validLabels, REFERENCE } from './labels';

/** KubeVirt sets these itself and refuses them from anybody else. */
const RESERVED_LABELS = [
  'kubevirt.io/created-by', 'kubevirt.io/install-strategy', 'kubevirt.io/migrationJobUID', 'kubevirt.io/migrationTargetNodeName',
  'kubevirt.io/nodeName', 'kubevirt.io/schedulable',
];

/** Kubernetes' limit on all annotations of an object, keys and values. */
const ANNOTATION_BYTES = 262_144;

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
    id: 'ID-8',
    severity: 'error',
    phase: 'admission',
    title: 'From KubeVirt 1.9 on: the service account is a DNS subdomain, and that of the service account volume',
    mirrors: 'validateServiceAccountName',
    * check({ template, volumes }, { kubevirtVersion }) {
      const account = template.text('serviceAccountName');
      if (!account || kubevirtVersion === KubevirtVersion.V1_8_4) return;
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
    id: 'R-5',
    severity: 'error',
    phase: 'runtime',
    title: 'The VM name is a DNS label, as it becomes a label value and the host name',
    * check({ metadata }) {
      const name = metadata.text('name');
      if (name === undefined || isDnsLabel(name)) return;
      yield { path: 'metadata.name', message: `got ${show(name)}, expected ${DNS_LABEL_FORM}`, remedy: labelRemedy(name) };
    },
  },
  {
    id: 'R-22',
    severity: 'error',
    phase: 'runtime',
    title: 'Labels and annotations are written as Kubernetes wants them; in the template, bad ones only show when the VM starts',
    * check(vm) {
      for (const metadata of vm.allMetadata) {
        yield* validLabels(metadata.at('labels'), 'shorten it, or make it an annotation');
        // Annotation keys are held against the same form, but in lower case.
        const annotations = metadata.at('annotations');
        for (const key of Object.keys(annotations.value ?? {})) yield* labelKey(key, `${annotations.path}["${key}"]`, key.toLowerCase());
      }
    },
  },
  {
    id: 'R-30',
    severity: 'error',
    phase: 'runtime',
    title: 'All annotations of an object together have at most 256 KiB',
    * check(vm) {
      for (const annotations of vm.allMetadata.map((metadata) => metadata.at('annotations'))) {
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
        };
      }
    },
  },
];

function labelRemedy(name: string): string {
  const proposal = name.toLowerCase().replace(/[^a-z0-9]+/g, '-').slice(0, 63).replace(/^-+|-+$/g, '');
  return proposal ? `use "${proposal}"` : 'use a name like "web-0"';
}
