import { UNKNOWN } from './finding';
import { isMap } from '../kubevirt/maps';

/**
 * A node of a manifest, with the path that leads to it. Missing parts read as empty, so rules need no `if` for them;
 * below a value that is known only after apply, everything is.
 */
export class Part {
  constructor(public readonly value: any, public readonly path: string) {}

  /** The part below a field. */
  public at(field: string): Part {
    const below = isMap(this.value) ? this.value[field] : this.value === UNKNOWN ? UNKNOWN : undefined;
    return new Part(below, this.path === '' ? field : `${this.path}.${field}`);
  }

  /** The items of a list field that are objects. */
  public list(field: string): Part[] {
    const list = this.at(field);
    return Array.isArray(list.value)
      ? list.value.map((item, index) => new Part(item, `${list.path}[${index}]`)).filter((item) => isMap(item.value))
      : [];
  }

  /** Whether the field is there; a value known only after apply is. */
  public has(field: string): boolean {
    const { value } = this.at(field);
    return value !== undefined && value !== null;
  }

  /** The text of a field, where it is text. */
  public text(field: string): string | undefined {
    const { value } = this.at(field);
    return typeof value === 'string' ? value : undefined;
  }

  /** Which of the fields are there. */
  public which(fields: readonly string[]): string[] {
    return fields.filter((field) => this.has(field));
  }

  /** Which of the fields are there for certain: one that is only known after apply may turn out to be null. */
  public certain(fields: readonly string[]): string[] {
    return fields.filter((field) => this.has(field) && this.at(field).value !== UNKNOWN);
  }
}

/** A `VirtualMachine` manifest laid out for the rules. */
export class VmView {
  public readonly root: Part;
  public readonly metadata: Part;
  public readonly spec: Part;
  /** `spec.template.spec`. */
  public readonly template: Part;
  public readonly domain: Part;
  public readonly devices: Part;
  public readonly disks: Part[];
  public readonly interfaces: Part[];
  public readonly networks: Part[];
  public readonly volumes: Part[];
  public readonly dataVolumeTemplates: Part[];

  constructor(manifest: unknown) {
    this.root = new Part(manifest, '');
    this.metadata = this.root.at('metadata');
    this.spec = this.root.at('spec');
    this.template = this.spec.at('template').at('spec');
    this.domain = this.template.at('domain');
    this.devices = this.domain.at('devices');
    this.disks = this.devices.list('disks');
    this.interfaces = this.devices.list('interfaces');
    this.networks = this.template.list('networks');
    this.volumes = this.template.list('volumes');
    this.dataVolumeTemplates = this.spec.list('dataVolumeTemplates');
  }
}
