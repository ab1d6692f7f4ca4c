/** Numbers that look random and are the same for the same seed on every machine (mulberry32). */
export class Random {
  constructor(private state: number) {}

  /** From 0 up to, and never, `below`. */
  public below(below: number): number {
    this.state = (this.state + 0x6d2b79f5) | 0;
    let t = Math.imul(this.state ^ (this.state >>> 15), 1 | this.state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return Math.floor(((t ^ (t >>> 14)) >>> 0) / 4_294_967_296 * below);
  }

  public pick<T>(items: readonly T[]): T {
    return items[this.below(items.length)];
  }

  /** Once in so many times. */
  public oneIn(times: number): boolean {
    return this.below(times) === 0;
  }
}
