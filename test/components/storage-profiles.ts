import { ComponentCase } from './component';
import { AccessMode, CloneStrategy, DataImportCronSourceFormat, VolumeMode } from '../../src';

export const STORAGE_PROFILES: ComponentCase = {
  defaults: { storageProfiles: [{ storageClass: 'san', claimPropertySets: [{ accessModes: [AccessMode.READ_WRITE_MANY], volumeMode: VolumeMode.BLOCK }] }] },
  full: {
    storageProfiles: [{
      storageClass: 'san',
      claimPropertySets: [
        { accessModes: [AccessMode.READ_WRITE_MANY], volumeMode: VolumeMode.BLOCK },
        { accessModes: [AccessMode.READ_WRITE_ONCE], volumeMode: VolumeMode.FILESYSTEM },
      ],
      cloneStrategy: CloneStrategy.SNAPSHOT,
      snapshotClass: 'san-snapshots',
      dataImportCronSourceFormat: DataImportCronSourceFormat.SNAPSHOT,
    }],
  },
};
