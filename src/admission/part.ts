import { UNKNOWN } from './finding';
import { isMap } from '../kubevirt/maps';

/**
 * A node of a manifest, with the path that leads to it. Missing parts read as empty, so rules need no `if` for them;
 * below a value that is known only after apply, everything is.
 */
export class Part {
  /** `step` is the field, or the place in a list, that leads here from the part above; of one without, the whole path. */
  constructor(public readonly value: any, private readonly step: string | number, private readonly above?: Part) {}

  /** The way from the top of the manifest: `spec.template.spec.volumes[1].name`. Put together when asked for: most parts never are. */
  public get path(): string {
    const above = this.above?.path ?? '';
    if (typeof this.step === 'number') return `${above}[${this.step}]`;
    return above === '' ? this.step : `${above}.${this.step}`;
  }

  /** The part below a field. */
  public at(field: string): Part {
    return new Part(this.get(field), field, this);
  }

  /** The part below several fields, one below the other. */
  public reach(fields: readonly string[]): Part {
    return fields.reduce<Part>((above, field) => above.at(field), this);
  }

  /** The value of a field. */
  public get(field: string): any {
    return isMap(this.value) ? this.value[field] : this.value === UNKNOWN ? UNKNOWN : undefined;
  }

  /** The items of a list field that are objects. */
  public list(field: string): Part[] {
    const value = this.get(field);
    if (!Array.isArray(value)) return NONE;
    const list = new Part(value, field, this);
    return value.map((item, index) => new Part(item, index, list)).filter((item) => isMap(item.value));
  }

  /** The items of a list field that are text. */
  public texts(field: string): Part[] {
    const value = this.get(field);
    if (!Array.isArray(value)) return NONE;
    const list = new Part(value, field, this);
    return value.map((item, index) => new Part(item, index, list)).filter((item) => typeof item.value === 'string');
  }

  /** Whether the field is there; a value known only after apply is. */
  public has(field: string): boolean {
    const value = this.get(field);
    return value !== undefined && value !== null;
  }

  /** The text of a field, where it is text. */
  public text(field: string): string | undefined {
    const value = this.get(field);
    return typeof value === 'string' ? value : undefined;
  }

  /** Which of the fields are there. */
  public which(fields: readonly string[]): string[] {
    const { value } = this;
    if (!isMap(value)) return value === UNKNOWN ? [...fields] : [];
    return fields.filter((field) => value[field] !== undefined && value[field] !== null);
  }

  /** Which of the fields are there for certain: one that is only known after apply may turn out to be null. */
  public certain(fields: readonly string[]): string[] {
    const { value } = this;
    if (!isMap(value)) return [];
    return fields.filter((field) => value[field] !== undefined && value[field] !== null && value[field] !== UNKNOWN);
  }
}

const NONE: Part[] = [];
