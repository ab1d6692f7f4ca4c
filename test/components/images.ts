import { ComponentCase } from './component';

export const IMAGES: ComponentCase = {
  defaults: {},
  full: { imageRegistry: 'registry.example.com/mirror', imagePullSecrets: ['registry-login'] },
};
