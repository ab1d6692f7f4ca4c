import { UNKNOWN } from '../../../src/admission/finding';
import { Changes } from '../manifests';
import { AllowedObject, RefusedObject } from '../objects';

const cdi = () => ({ apiVersion: 'cdi.kubevirt.io/v1beta1', kind: 'CDI', metadata: { name: 'cdi' }, spec: { imagePullPolicy: 'IfNotPresent' } });

const overhead = (fields: object): Changes => ({ 'spec.config.filesystemOverhead': fields });
const tls = (fields: object): Changes => ({ 'spec.config.tlsSecurityProfile': fields });
const patch = (text: string, type: string): Changes => ({
  'spec.customizeComponents.patches': [{ resourceType: 'Deployment', resourceName: 'cdi-apiserver', type, patch: text }],
});
const pods = (requests: object, limits: object): Changes => ({ 'spec.config.podResourceRequirements': { requests, limits } });

export const REFUSED: RefusedObject[] = [
  [cdi, 'CDI-1', overhead({ global: '0.0555' }), 'spec.config.filesystemOverhead.global', '"0.0555"', 'schema'],
  [cdi, 'CDI-1', overhead({ storageClass: { local: '5%' } }), 'spec.config.filesystemOverhead.storageClass.local', '"5%"', 'schema'],
  [cdi, 'CDI-1', overhead({ global: '1' }), 'spec.config.filesystemOverhead.global', '"1"', 'runtime'],
  [cdi, 'CDI-2', { 'spec.config.featureGates': ['HonorWaitForFirstConsumers'] }, 'spec.config.featureGates[0]', '"HonorWaitForFirstConsumers"', 'runtime'],
  [cdi, 'CDI-3', tls({ type: 'Custom' }), 'spec.config.tlsSecurityProfile.custom', 'none', 'runtime'],
  [cdi, 'CDI-3', tls({ type: 'Modern', custom: { ciphers: [], minTLSVersion: 'VersionTLS12' } }), 'spec.config.tlsSecurityProfile.custom', '"Modern"', 'runtime'],
  [cdi, 'CDI-4', { 'spec.certConfig.ca.duration': '7d' }, 'spec.certConfig.ca.duration', '"7d"', 'runtime'],
  [cdi, 'CDI-4', { 'spec.certConfig.server': { duration: '24h', renewBefore: '24h' } }, 'spec.certConfig.server.renewBefore', 'lasts 86400', 'runtime'],
  [cdi, 'CDI-5', { 'spec.config.insecureRegistries': ['https://registry.example.com/'] }, 'spec.config.insecureRegistries[0]', '"https://registry.example.com/"', 'runtime'],
  [cdi, 'CDI-6', patch('x', 'merge'), 'spec.customizeComponents.patches[0].patch', 'no JSON', 'runtime'],
  [cdi, 'CDI-6', { 'spec.infra.apiServerReplicas': -1 }, 'spec.infra.apiServerReplicas', 'got -1', 'runtime'],
  [cdi, 'CDI-6', { 'spec.workload.tolerations': [{ operator: 'Equal' }] }, 'spec.workload.tolerations[0]', 'without a key', 'runtime'],
  [cdi, 'CDI-7', pods({ memory: '2Gi' }, { memory: '1Gi' }), 'spec.config.podResourceRequirements.requests.memory', '"2Gi"', 'runtime'],
  [cdi, 'CDI-8', { 'spec.config.dataVolumeTTLSeconds': 60 }, 'spec.config.dataVolumeTTLSeconds', 'given up', 'runtime'],
  [cdi, 'CDI-8', { 'spec.config.webhookPvcRendering': 'disabled' }, 'spec.config.webhookPvcRendering', '"disabled"', 'runtime'],
  [cdi, 'SCH-4', { 'spec.uninstallStrategy': 'Keep' }, 'spec.uninstallStrategy', '"Keep"', 'schema'],
  [cdi, 'SCH-1', { 'spec.config.scratchSpaceStorageclass': 'fast' }, 'spec.config.scratchSpaceStorageclass', 'scratchSpaceStorageclass', 'schema'],
];

export const ALLOWED: AllowedObject[] = [
  [cdi, 'it is one', {}],
  [cdi, 'overheads', overhead({ global: '0', storageClass: { nfs: '0.055' } })],
  [cdi, 'an overhead is only known at apply', overhead({ global: UNKNOWN })],
  [cdi, 'gates that it has', { 'spec.config.featureGates': ['HonorWaitForFirstConsumer', 'DataVolumeClaimAdoption'] }],
  [cdi, 'a TLS profile', tls({ type: 'Modern', modern: {} })],
  [cdi, 'a TLS profile of its own', tls({ type: 'Custom', custom: { ciphers: ['ECDHE-RSA-AES128-GCM-SHA256'], minTLSVersion: 'VersionTLS12' } })],
  [cdi, 'certificates', { 'spec.certConfig.ca': { duration: '48h', renewBefore: '24h' } }],
  [cdi, 'insecure registries', { 'spec.config.insecureRegistries': ['registry.example.com:5000', '[::1]:5000', UNKNOWN] }],
  [cdi, 'pods that may have more than they ask for', pods({ cpu: '100m', memory: '1Gi' }, { cpu: 1 })],
];
