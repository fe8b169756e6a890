/**
 * What a test run's reports say of the tests that failed: the reader of a long log finds them at its end.
 *
 * @typedef {object} FailedTest
 * @property {string} name where it stands and what it is called
 * @property {string} why what it said
 */

const LINES_OF_A_REASON = 12;

const COLOUR = /\u001b\[[0-9;]*m/g;

/** @param {readonly (string | undefined)[]} messages */
function reasonOf(messages) {
  const text = messages.filter((message) => message !== undefined).join('\n');
  return text.replace(COLOUR, '');
}

/**
 * @param {{ testResults?: readonly { name: string, status?: string, message?: string, assertionResults: readonly { fullName: string, status: string, failureMessages?: readonly string[] }[] }[] } | undefined} report of vitest
 * @returns {FailedTest[]}
 */
export function failedTestsOfVitest(report) {
  return (report?.testResults ?? []).flatMap((file) => {
    const failed = file.assertionResults.filter(({ status }) => status === 'failed');
    // A file that could not be loaded has no test to speak for it.
    if (failed.length === 0 && file.status === 'failed') {
      return [{ name: file.name, why: reasonOf([file.message]) }];
    }
    return failed.map(({ fullName, failureMessages }) => ({
      name: `${file.name}: ${fullName.trim()}`,
      why: reasonOf(failureMessages ?? []),
    }));
  });
}

/**
 * @typedef {object} PlaywrightSuite
 * @property {readonly PlaywrightSuite[]} [suites]
 * @property {readonly { title: string, file: string, line: number, ok: boolean, tests: readonly { results: readonly { error?: { message?: string, stack?: string } }[] }[] }[]} [specs]
 */

/**
 * @param {{ suites?: readonly PlaywrightSuite[], errors?: readonly { message?: string }[] } | undefined} report of Playwright
 * @returns {FailedTest[]}
 */
export function failedTestsOfPlaywright(report) {
  const outside = (report?.errors ?? []).map(({ message }) => ({
    name: 'outside of any test',
    why: reasonOf([message]),
  }));
  return [...outside, ...(report?.suites ?? []).flatMap(failedInSuite)];
}

/**
 * @param {PlaywrightSuite} suite
 * @returns {FailedTest[]}
 */
function failedInSuite(suite) {
  const here = (suite.specs ?? [])
    .filter(({ ok }) => !ok)
    .map(({ title, file, line, tests }) => {
      const errors = tests.flatMap(({ results }) => results.map(({ error }) => error));
      return {
        name: `${file}:${String(line)} ${title}`,
        why: reasonOf(errors.map((error) => error?.stack ?? error?.message)),
      };
    });
  return [...here, ...(suite.suites ?? []).flatMap(failedInSuite)];
}

/**
 * @param {readonly FailedTest[]} failed
 * @returns {string} with the first lines of each reason; empty when there is none
 */
export function failedTestsInWords(failed) {
  if (failed.length === 0) return '';
  const each = failed.map(({ name, why }) => {
    const begin = why.trim().split('\n').slice(0, LINES_OF_A_REASON).join('\n');
    return `  ${name}\n${begin.replace(/^/gm, '      ')}`;
  });
  return ['\nWhat failed:', ...each].join('\n');
}
