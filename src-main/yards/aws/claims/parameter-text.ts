/** A record as a parameter of SSM, which takes `{{` for a reference to another one and refuses it; JSON can write it otherwise. */
export function parameterText(record: object): string {
  return JSON.stringify(record).replaceAll('{{', String.raw`{\u007b`);
}
