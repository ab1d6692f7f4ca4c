export { Access, CustomAccessOptions, DirectAccessOptions } from './access';
export { BridgeMarkerOptions } from './bridge-marker';
export { BundledChartOptions } from './bundled-chart';
export { Cdi } from './cdi';
export {
  CdiCertificates, CdiFilesystemOverhead, CdiInfrastructure, CdiOperatorOptions, CdiOptions, CdiTlsSecurityProfile, TlsProfile,
} from './cdi-options';
export { ExistingClusterAttributes, IVmoCluster } from './cluster';
export { CniPluginsOptions } from './cni-plugins';
export { DashboardIngress, DashboardOidc, DashboardOptions, DashboardRoute } from './dashboard';
export { Descheduler, DeschedulerMode, DeschedulerOptions } from './descheduler';
export { DeschedulerEvictionLimits, DeschedulerMetrics, DeschedulerPrometheusOptions, NodeUtilization } from './descheduler-policy';
export { Distribution } from './distribution';
export {
  Exposure, GatewayExposureOptions, IngressController, IngressExposureOptions, LoadBalancerExposureOptions, NodePortExposureOptions,
} from './exposure';
export { HttpProxyOptions } from './http-proxy';
export { ImageOptions } from './image';
export { PulledChart, PulledImage } from './images';
export { ClusterInventory, ClusterNetwork, ClusterQuota, ClusterStorageClass, GoldenImage, NodeResources } from '../admission/inventory';
export { KubemacpoolMode, KubemacpoolOptions, MacRange } from './kubemacpool';
export {
  EvictionStrategy, InstancetypeReferencePolicy, KsmOptions, KubevirtLogVerbosity, KubevirtMigrations, KubevirtNetworkOptions, KubevirtTls,
  LiveUpdateLimits, MediatedDevicesConfiguration, NetworkBindingMigration, NetworkBindingPlugin, NodeMediatedDeviceTypes, SmbiosDefaults,
  TlsVersion, VmDefaults, VmRolloutStrategy,
} from './kubevirt-configuration';
export {
  CertificateLifetime, CertificateRotateStrategy, ComponentFlags, ComponentPatch, ComponentPatchType, CustomizeComponents, UninstallStrategy,
  WorkloadUpdateMethod, WorkloadUpdateStrategy,
} from './kubevirt-lifecycle';
export { KubevirtOperatorOptions } from './kubevirt-operator';
export { KubevirtOptions } from './kubevirt-options';
export { MonitoringOptions, MonitoringPrometheus } from './monitoring';
export { Multus, MultusLogLevel, MultusOptions } from './multus';
export { NamespacesOptions } from './namespaces';
export { NodeAgentOptions } from './node-agent';
export { NodePlacement } from './node-placement';
export { PackValuesProps } from './pack/pack-values';
export { PermittedHostDevices, PermittedMediatedDevice, PermittedPciDevice, PermittedUsbDevice, UsbDeviceSelector } from './permitted-host-devices';
export { ContainerResources, PodOptions } from './pod-options';
export { PodSecurity, PodSecurityLevel } from './pod-security';
export { VmoClusterProfileProps } from './props';
export { PublicChartOptions } from './public-chart';
export { RemovalPolicy } from './removal-policy';
export { ReverseProxyLogLevel, ReverseProxyOidc, ReverseProxyOptions, ReverseProxyProtocol } from './reverse-proxy';
export {
  HttpTargetOptions, HttpsTargetOptions, NamedTargetOptions, ReverseProxyTarget, ReverseProxyTargetOptions, TcpTargetOptions,
} from './reverse-proxy-target';
export { SecretKeyReference } from './secret-reference';
export { SnapshotController, SnapshotControllerOptions, SnapshotDeletionPolicy, VolumeSnapshotClassOptions } from './snapshot-controller';
export { ClaimPropertySet, CloneStrategy, DataImportCronSourceFormat, StorageProfileOptions } from './storage-profiles';
export { TrustedCa } from './trusted-ca';
export { VlanFilteringOptions } from './vlan-filtering';
export { CustomRoleBinding, VmNamespaceOptions, VmNamespaceRights } from './vm-namespace';
export { ContainerLimits, QuotaHeadroom, QuotaLimits, QuotaRequests, VmLimitRange, VmQuota } from './vm-quota';
export { VmoClusterProfile } from './vmo-cluster-profile';
