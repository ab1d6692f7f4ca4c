import { Token } from 'cdktf';
import { CdiOptions } from './cdi-options';
import { uploadProxyUrl } from './exposure-release';
import { httpProxyFindings, importProxy } from './http-proxy';
import { pullSecrets } from './image';
import { UninstallStrategy } from './kubevirt-lifecycle';
import { podFindings } from './pod-options';
import { VmoClusterProfileProps } from './props';
import { resourceFindings } from './schema-check';
import { Finding, show } from '../admission/finding';
import { labelFindings, literalFindings, numberFindings } from '../construct/prop-checks';
import { propFinding } from '../construct/report';
import { ImagePullPolicy } from '../kubevirt/image-pull-policy';
import { filled, set } from '../kubevirt/maps';
import { mergeOverrides } from '../kubevirt/overrides';

const LINUX = { 'kubernetes.io/os': 'linux' };

/** The `spec` of the CDI resource. */
export function cdiSpec(options: CdiOptions, props: VmoClusterProfileProps): any {
  const { certConfig, importProxy: proxy = props.proxy, tlsSecurityProfile, infra = {}, workload = {} } = options;
  return mergeOverrides({
    imagePullPolicy: options.imagePullPolicy ?? ImagePullPolicy.IF_NOT_PRESENT,
    uninstallStrategy: options.uninstallStrategy ?? UninstallStrategy.BLOCK_UNINSTALL_IF_WORKLOADS_EXIST,
    infra: { nodeSelector: LINUX, tolerations: [{ key: 'CriticalAddonsOnly', operator: 'Exists' }], ...set(infra) },
    workload: { nodeSelector: LINUX, ...set(workload) },
    ...set({ cloneStrategyOverride: options.cloneStrategyOverride, certConfig, priorityClass: options.priorityClassName }),
    config: {
      // Without it, CDI fills a disk before anybody knows on which node its VM will run.
      featureGates: [...new Set(['HonorWaitForFirstConsumer', ...options.featureGates ?? []])],
      filesystemOverhead: { global: '0.08', ...set(options.filesystemOverhead ?? {}) },
      podResourceRequirements: options.podResourceRequirements ?? { requests: { cpu: '250m', memory: '1Gi' }, limits: { cpu: '1', memory: '8Gi' } },
      ...set({
        imagePullSecrets: pullSecrets(props.imagePullSecrets),
        insecureRegistries: options.insecureRegistries,
        importProxy: importProxy(proxy, props.trustedCa),
        scratchSpaceStorageClass: options.scratchSpaceStorageClass,
        preallocation: options.preallocation,
        uploadProxyURLOverride: options.uploadProxyUrlOverride ?? uploadProxyUrl(props),
        tlsSecurityProfile: tlsSecurityProfile && tls(tlsSecurityProfile),
        logVerbosity: options.logVerbosity,
      }),
    },
  }, options.overrides ?? {});
}

function tls({ type, ciphers, minTlsVersion }: NonNullable<CdiOptions['tlsSecurityProfile']>): object {
  return { type, ...set({ custom: filled(set({ ciphers, minTLSVersion: minTlsVersion })) }) };
}

/** What is wrong with the options. CDI's own webhook looks at the removal of a CDI resource only, and its operator says the rest in its log. */
export function cdiFindings(options: CdiOptions, props: VmoClusterProfileProps): Finding[] {
  const { operator = {}, uploadProxyUrlOverride: upload } = options;
  const { replicas, logVerbosity, monitoringNamespace, networkPolicy: _, ...pods } = operator;
  const proxy = httpProxyFindings('cdi.importProxy', options.importProxy);
  const cr = { apiVersion: 'cdi.kubevirt.io/v1beta1', kind: 'CDI', metadata: { name: 'cdi' }, spec: cdiSpec(proxy.length > 0 ? { ...options, importProxy: undefined } : options, props) };
  return [
    ...numberFindings('cdi.timeout', options.timeout, 1, Infinity, 600),
    ...literalFindings([['cdi.timeout', options.timeout]], 'that of a Job is reckoned from it'),
    ...numberFindings('cdi.logVerbosity', options.logVerbosity, 0, 9, 1),
    ...numberFindings('cdi.operator.replicas', replicas, 1, Infinity, 1),
    ...numberFindings('cdi.operator.logVerbosity', logVerbosity, 0, 9, 1),
    ...(monitoringNamespace === undefined ? [] : labelFindings('cdi.operator.monitoringNamespace', monitoringNamespace, 'monitoring')),
    ...podFindings('cdi.operator', pods),
    ...proxy,
    ...(upload === undefined || Token.isUnresolved(upload) || /^https:\/\/[^\s/]+/.test(upload) ? [] : [propFinding('cdi.uploadProxyUrlOverride',
      `got ${show(upload)}, expected a URL`, `write "https://${String(upload).replace(/^\w*:?\/\//, '') || 'upload.example.com'}"`)]),
    ...resourceFindings(cr).map((finding) => ({ ...finding, path: optionOf(finding.path, options) })),
  ];
}

/** Fields of the resource that are called otherwise as options. */
const OPTIONS: [field: RegExp, option: string][] = [
  [/^config\.uploadProxyURLOverride/, 'uploadProxyUrlOverride'],
  [/^config\.tlsSecurityProfile\.custom\.minTLSVersion/, 'tlsSecurityProfile.minTlsVersion'],
  [/^config\.tlsSecurityProfile\.custom\.ciphers/, 'tlsSecurityProfile.ciphers'],
  [/^config\.tlsSecurityProfile\.custom/, 'tlsSecurityProfile'],
  [/^config\.featureGates\[(\d+)\]/, 'featureGates'],
  [/^config\./, ''],
  [/^priorityClass/, 'priorityClassName'],
];

/** The option that a field of the resource comes from. */
function optionOf(path: string, { overrides = {} }: CdiOptions): string {
  const field = path.replace(/^spec\./, '');
  if (isIn(overrides, field)) return `cdi.overrides.${field}`;
  const [pattern, option] = OPTIONS.find(([known]) => known.test(field)) ?? [/^/, ''];
  return `cdi.${field.replace(pattern, option)}`;
}

/** Whether a map has a value on the way to a path. */
function isIn(map: any, path: string): boolean {
  const [first, ...rest] = path.split(/[.[]/);
  if (map?.[first] === undefined) return false;
  return rest.length === 0 || typeof map[first] !== 'object' || Array.isArray(map[first]) || isIn(map[first], rest.join('.'));
}
