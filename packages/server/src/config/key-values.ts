import { actingKeys } from './acting-keys.ts';
import type { ActingKey } from './config-key.ts';
import type { ConfigReport } from './config-report.ts';
import type { ActingName, ConfigValues } from './config-values.ts';
import { actingNames, type ActingKnownKey, type PassiveKnownKey } from './known-keys.ts';
import type { Setting } from './setting.ts';
import type { WrittenKey } from './written-keys.ts';

/** Reads the value of every key that was written, in the order of the file, and fills in the defaults. */
export function readValues(keys: ReadonlyMap<string, WrittenKey>, report: ConfigReport): ConfigValues {
  const values = new Map<ActingName, unknown>(actingNames.map((name) => [name, actingKeys[name].default]));
  for (const { known, setting } of keys.values()) {
    if (known.type === 'acting') values.set(known.name, readValue(known, setting, report));
    else checkPassive(known, setting, report);
  }
  return Object.fromEntries(values) as unknown as ConfigValues;
}

/** The default of a key as an operator reads it. */
export function defaultText(key: ActingKey<unknown>): string {
  return key.isRequired === true ? 'required' : (key.defaultText ?? String(key.default));
}

function readValue({ name, key }: ActingKnownKey, setting: Setting, report: ConfigReport): unknown {
  const value = key.kind.read(setting.value);
  if (value !== undefined) return value;
  const shown = key.isSecret === true ? name : `${name}=${setting.value}`;
  const refusal = key.kind.refusal(setting.value);
  if (refusal !== undefined) {
    const otherwise = key.isRequired === true ? '' : `, or remove the line for the default: ${defaultText(key)}`;
    const advice = `Write ${key.kind.allowed}${otherwise}.`;
    report.refuse(setting.origin, name, `${shown}: ${asSentence(refusal)} ${advice}${hint(setting)}`);
  } else {
    const text = `${shown} is not ${key.kind.allowed}; the default counts: ${defaultText(key)}.`;
    report.warn(setting.origin, text + hint(setting));
  }
  return key.default;
}

/** Checks a key that is not acted on: some values stop Apache's server all the same. */
function checkPassive({ name, key, group }: PassiveKnownKey, setting: Setting, report: ConfigReport): void {
  const value = key.kind.read(setting.value);
  const refusal = value === undefined ? key.kind.refusal(setting.value) : undefined;
  if (refusal !== undefined) {
    const advice = `Write ${key.kind.allowed}, or remove the line.`;
    report.refuse(setting.origin, name, `${name}=${setting.value}: ${asSentence(refusal)} ${advice}${hint(setting)}`);
  } else if (group.reason !== undefined && (value === undefined || value !== key.asIs)) {
    report.warn(setting.origin, `${name} is accepted but has no effect: ${group.reason}.`);
  }
}

/** Some of Apache's words end in a full stop of their own. */
function asSentence(text: string): string {
  return /\.'?$/u.test(text) ? text : `${text}.`;
}

function hint(setting: Setting): string {
  return /\s[#!]/u.test(setting.value) ? ' A comment needs a line of its own.' : '';
}
