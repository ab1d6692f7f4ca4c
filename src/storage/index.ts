export { ContentType, StorageOptions } from './backing';
export {
  BootDiskOptions, BootSource, CloneOptions, ContainerDiskOptions, DataSourceOptions, ExistingPvcOptions, GcsSourceOptions, GoldenImageOptions,
  HostDiskOptions, HostDiskType, HttpSourceOptions, ImageStreamOptions, ImageioSourceOptions, PopulatorSource, RegistryPullMethod,
  RegistrySourceOptions, S3SourceOptions, VddkSourceOptions,
} from './boot-source';
export { DataImportCron, DataImportCronProps, ImportGarbageCollection, ImportRetentionPolicy } from './data-import-cron';
export { DataSource, DataSourceOrigin, DataSourceProps, ExistingDataSourceAttributes, GoldenImagePlacement, IDataSource } from './data-source';
export { DataVolume, DataVolumeProps, ExistingDataVolumeAttributes, IDataVolume, ImportCheckpoint } from './data-volume';
export { ImageDefaults } from './image-defaults';
export { VolumeSnapshotClass, VolumeSnapshotClassProps } from './volume-snapshot-class';
