/** An answer that did not come from AWS: a captive portal's page, a proxy's error, a cut body. */
export class BadAnswerError extends Error {
  override readonly name = 'BadAnswerError';
  constructor() {
    super('The answer is not from AWS.');
  }
}
