/** What is wrong with a value. */
interface SchemaIssue {
  readonly message: string;
}

/** The outcome of a validation. */
export type SchemaResult<Output> =
  { readonly value: Output; readonly issues?: undefined } | { readonly issues: readonly SchemaIssue[] };

/** A schema of zod, valibot, arktype or whoever else speaks Standard Schema v1 (https://standardschema.dev). */
export interface StandardSchema<Output> {
  readonly '~standard': {
    readonly version: 1;
    readonly vendor: string;
    readonly types?: { readonly input: unknown; readonly output: Output } | undefined;
    validate(value: unknown): SchemaResult<Output> | Promise<SchemaResult<Output>>;
  };
}
