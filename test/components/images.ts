import { ComponentCase } from './component';

export const IMAGES: ComponentCase = {
  defaults: {},
  full: {
    imageRegistry: 'registry.example.com/mirror',
    imageOverrides: { 'quay.io': 'registry.example.com/quay', 'quay.io/kubevirt/virt-api': 'registry.example.com/patched/virt-api:v1.8.4-1' },
    imageDigests: false,
    imagePullSecrets: ['registry-login'],
  },
  also: { 'charts from a mirror': { chartRepository: 'oci://registry.example.com/charts' } },
};
