/** Packages as a lockfile or a bill of materials names them. Everything in it is outside text. Pure. */

export interface Package {
  /** As a package URL calls its type: `npm`, `pypi`, `deb`. */
  readonly ecosystem: string;
  readonly name: string;
  /** Empty where none is told. */
  readonly version: string;
}

export interface PackageList {
  /** `package-lock.json, version 3`, `CycloneDX 1.5` */
  readonly format: string;
  /** The ecosystem whose packages it lists, all of them; a bill of materials lists those of every one. */
  readonly covers: 'npm' | 'pypi' | 'all';
  readonly packages: readonly Package[];
}

/** More of them are no list of one image. */
export const mostPackages = 200_000;

/** Why a list cannot be read, as the end of a sentence: `is no JSON`. */
export class UnreadableList extends Error {}

/** An object of JSON, or an empty one: no shape of outside data is trusted. */
export function fieldsOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Record<string, unknown>)
    : {};
}

export function itemsOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

export function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

/** Throws UnreadableList. */
export function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text.replace(/^\uFEFF/u, ''));
  } catch (error) {
    const where = error instanceof Error ? error.message : String(error);
    throw new UnreadableList(`is no whole JSON (${where})`);
  }
}
