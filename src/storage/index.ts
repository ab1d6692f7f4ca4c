export { ContentType, StorageOptions } from './backing';
export {
  BootDiskOptions, BootSource, CloneOptions, ContainerDiskOptions, DataSourceOptions, ExistingPvcOptions, GcsSourceOptions, HostDiskOptions,
  HostDiskType, HttpSourceOptions, ImagePullPolicy, ImageStreamOptions, ImageioSourceOptions, PopulatorSource, RegistryPullMethod,
  RegistrySourceOptions, S3SourceOptions, VddkSourceOptions,
} from './boot-source';
