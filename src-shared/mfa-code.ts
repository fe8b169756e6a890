/** What a one-time password device shows: AWS takes six digits and nothing else, with whatever device. */
export const mfaCodePattern = /^\d{6}$/u;

export function isMfaCode(text: string): boolean {
  return mfaCodePattern.test(text);
}
