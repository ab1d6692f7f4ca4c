import { set, VmInput, VmPart } from './part';

/** What becomes of ticks that came too late. */
export enum TickPolicy {
  /** They come at the usual rate, so the guest's time is late. */
  DELAY = 'delay',
  /** They come faster until the guest's time is right. */
  CATCHUP = 'catchup',
  /** They become one tick. HPET only. */
  MERGE = 'merge',
  /** They are dropped. HPET and PIT only. */
  DISCARD = 'discard',
}

/** What the real time clock goes by. */
export enum RtcTrack {
  /** The guest's time. */
  GUEST = 'guest',
  /** The host's time. */
  WALL = 'wall',
}

/** A timer that the guest has, or has not. */
export interface ClockTimer {
  /** @default true */
  readonly present?: boolean;
}

/** A timer that ticks. */
export interface TickingTimer extends ClockTimer {
  /** @default - QEMU's */
  readonly tickPolicy?: TickPolicy;
}

/** The real time clock. */
export interface RtcTimer extends TickingTimer {
  /** @default - QEMU's */
  readonly track?: RtcTrack;
}

/** Timers of the guest. They are those of a PC: on arm64 and s390x there are none of them. */
export interface ClockTimers {
  /** High precision event timer. @default - the machine's */
  readonly hpet?: TickingTimer;
  /** Programmable interval timer. @default - the machine's */
  readonly pit?: TickingTimer;
  /** Real time clock. @default - the machine's */
  readonly rtc?: RtcTimer;
  /** Clock that Linux reads the host's time from. @default - the machine's */
  readonly kvm?: ClockTimer;
  /** Clock that Windows reads the host's time from. @default - the machine's */
  readonly hyperv?: ClockTimer;
}

/** Options of `Clock.utc()`. */
export interface UtcClockOptions {
  /**
   * Seconds that the clock is ahead of UTC at first boot. With it, what the guest does to its clock is kept; without it, each
   * boot begins at UTC.
   * @default - none
   */
  readonly offsetSeconds?: number;
  /** @default - the machine's */
  readonly timers?: ClockTimers;
}

/** Options of `Clock.timezone()`. */
export interface TimezoneClockOptions {
  /** @default - the machine's */
  readonly timers?: ClockTimers;
}

/** The clock that the guest finds when it boots, and its timers. */
export class Clock {
  /** In UTC, as Linux takes it. */
  public static utc(options: UtcClockOptions = {}): Clock {
    return new Clock({ utc: set({ offsetSeconds: options.offsetSeconds }) }, options.timers);
  }

  /** In the time of a zone such as `Europe/Berlin`, as Windows takes it. */
  public static timezone(zone: string, options: TimezoneClockOptions = {}): Clock {
    return new Clock({ timezone: zone }, options.timers);
  }

  private constructor(
    /** @internal */ public readonly _offset: object,
    /** @internal */ public readonly _timers?: ClockTimers,
  ) {}
}

/** What time the guest thinks it is. */
export interface ClockOptions {
  /**
   * The guest's clock and timers.
   * @default - KubeVirt's: UTC
   */
  readonly clock?: Clock;
}

/** The clock. */
export function clockParts({ clock }: VmInput): VmPart[] {
  if (!clock) return [];
  const timers = Object.entries(set({ ...clock._timers })).map(([name, timer]) => [name, set(timer)]);
  return [{ prop: 'clock', domain: { clock: set({ ...clock._offset, timer: timers.length > 0 ? Object.fromEntries(timers) : undefined }) } }];
}
