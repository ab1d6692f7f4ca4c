import { CDI_NAMESPACE, KUBEVIRT_NAMESPACE } from './namespaces';

/** A Service of the platform that speaks TLS at port 443. */
export interface ExposedService {
  readonly name: string;
  readonly namespace: string;
  /** Labels of its pods. */
  readonly selector: { [label: string]: string };
  /** Port of its pods. */
  readonly targetPort: number;
}

/** CDI's upload proxy, which takes images of disks. */
export const UPLOAD_PROXY: ExposedService = {
  name: 'cdi-uploadproxy', namespace: CDI_NAMESPACE, selector: { 'cdi.kubevirt.io': 'cdi-uploadproxy' }, targetPort: 8443,
};

/** KubeVirt's export proxy, which hands out exports of VMs. */
export const EXPORT_PROXY: ExposedService = {
  name: 'virt-exportproxy', namespace: KUBEVIRT_NAMESPACE, selector: { 'kubevirt.io': 'virt-exportproxy' }, targetPort: 8443,
};
