/** Who is allowed something: a user, a group or a service account of the cluster. */
export class Subject {
  /** A user, by the name that the cluster's authentication gives: `jane@example.com`. */
  public static user(name: string): Subject {
    return new Subject('User', name);
  }

  /** A group, by the name that the cluster's authentication gives: `ops`. */
  public static group(name: string): Subject {
    return new Subject('Group', name);
  }

  /** A service account of a namespace. */
  public static serviceAccount(name: string, namespace: string): Subject {
    return new Subject('ServiceAccount', name, namespace);
  }

  private constructor(
    /** @internal */ public readonly _kind: 'User' | 'Group' | 'ServiceAccount',
    /** @internal */ public readonly _name: string,
    /** @internal */ public readonly _namespace?: string,
  ) {}
}
