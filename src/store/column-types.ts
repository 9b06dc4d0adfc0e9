import type { ColumnType } from 'kysely';

export type Timestamp = ColumnType<Date, Date | string, Date | string>;
/** Set by the database unless given. */
export type TimestampNow = ColumnType<Date, Date | string | undefined, Date | string>;
export type NullableJson<T> = ColumnType<T | null, string | null | undefined, string | null>;
