/** The `flags` of a create request. Source: `CreateMode`. */
export const CreateMode = {
  PERSISTENT: 0,
  EPHEMERAL: 1,
  PERSISTENT_SEQUENTIAL: 2,
  EPHEMERAL_SEQUENTIAL: 3,
  CONTAINER: 4,
  PERSISTENT_WITH_TTL: 5,
  PERSISTENT_SEQUENTIAL_WITH_TTL: 6,
} as const;

/** One of the numbers in {@link CreateMode}. */
export type CreateMode = (typeof CreateMode)[keyof typeof CreateMode];

/** What a create mode asks for. */
export interface CreateTraits {
  /** The znode goes when its session does. */
  readonly isEphemeral: boolean;
  /** The server appends a number to the path. */
  readonly isSequential: boolean;
  /** The znode goes some time after its last child went. */
  readonly isContainer: boolean;
  /** The znode goes when it has no children and was not changed for a while. */
  readonly hasTtl: boolean;
}

const persistent: CreateTraits = { isEphemeral: false, isSequential: false, isContainer: false, hasTtl: false };

const traits: Readonly<Record<CreateMode, CreateTraits>> = {
  [CreateMode.PERSISTENT]: persistent,
  [CreateMode.EPHEMERAL]: { ...persistent, isEphemeral: true },
  [CreateMode.PERSISTENT_SEQUENTIAL]: { ...persistent, isSequential: true },
  [CreateMode.EPHEMERAL_SEQUENTIAL]: { ...persistent, isEphemeral: true, isSequential: true },
  [CreateMode.CONTAINER]: { ...persistent, isContainer: true },
  [CreateMode.PERSISTENT_WITH_TTL]: { ...persistent, hasTtl: true },
  [CreateMode.PERSISTENT_SEQUENTIAL_WITH_TTL]: { ...persistent, isSequential: true, hasTtl: true },
};

/** Whether `flags` are a create mode. */
export function isCreateMode(flags: number): flags is CreateMode {
  return flags in traits;
}

/** What the flags of a create request ask for; undefined when they are no {@link CreateMode}. */
export function createTraits(flags: number): CreateTraits | undefined {
  return isCreateMode(flags) ? traits[flags] : undefined;
}
