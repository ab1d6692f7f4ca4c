/** Where an answer file comes from. */
export interface SysprepSource {
  readonly answerFile?: string;
  /** The volume's source, where it exists already. */
  readonly volume?: object;
}

/**
 * How Windows sets itself up: an answer file, on a CD-ROM beside the disks.
 * @see https://kubevirt.io/user-guide/user_workloads/startup_scripts/#sysprep
 */
export class Sysprep {
  /**
   * This answer file. It goes to a Secret beside the VM, because answer files hold passwords; it is in Terraform's state all
   * the same. Setup finds it both when it installs Windows (`autounattend.xml`) and when an image that was generalized first
   * boots (`unattend.xml`).
   */
  public static answerFile(xml: string): Sysprep {
    return new Sysprep({ answerFile: xml });
  }

  /**
   * The answer file from a Secret of the VM's namespace, under the key `autounattend.xml` or `unattend.xml`: it appears in no
   * plan and no state.
   */
  public static fromSecret(name: string): Sysprep {
    return new Sysprep({ volume: { secret: { name } } });
  }

  /** The answer file from a ConfigMap of the VM's namespace, under the key `autounattend.xml` or `unattend.xml`. */
  public static fromConfigMap(name: string): Sysprep {
    return new Sysprep({ volume: { configMap: { name } } });
  }

  private constructor(/** @internal */ public readonly _source: SysprepSource) {}
}
