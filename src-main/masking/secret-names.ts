/**
 * Which names announce a secret, and which values are none whatever their name. When in doubt a value
 * is hidden: a hidden path costs a look elsewhere, a shown password costs the password.
 */

/** A word of the name is enough. */
const strongWords = new Set([
  ...[
    'password',
    'passwords',
    'passwd',
    'passphrase',
    'pwd',
    'secret',
    'secrets',
    'token',
    'tokens',
  ],
  ...['credential', 'credentials', 'creds', 'apikey', 'apikeys', 'authkey', 'requirepass'],
  ...['masterauth', 'chpasswd', 'signature', 'psk', 'hashed'],
]);
/** Only as the last word: `pass: 3 of 4` is rare, `auth_mode` is not. */
const lastWords = new Set(['pass', 'auth', 'cookie', 'sig', 'pat', 'salt', 'pepper']);
/** `api key` is one, `key name` and `kms key id` are not. */
const beforeKey = new Set([
  ...['api', 'access', 'private', 'secret', 'encryption', 'signing', 'master', 'account', 'shared'],
  ...['license', 'licence', 'storage', 'service', 'host', 'deploy', 'auth', 'session', 'app'],
  ...['admin', 'root', 'client', 'jwt', 'hmac', 'ingest', 'write', 'encrypt'],
]);
/** Names end so when they tell about a secret instead of holding it. */
const harmlessEnds = new Set([
  ...[
    'name',
    'arn',
    'url',
    'uri',
    'endpoint',
    'file',
    'path',
    'dir',
    'directory',
    'ttl',
    'timeout',
  ],
  ...[
    'length',
    'count',
    'policy',
    'type',
    'expiry',
    'expire',
    'expires',
    'expiration',
    'algorithm',
  ],
  ...[
    'version',
    'region',
    'min',
    'max',
    'day',
    'days',
    'hour',
    'minute',
    'second',
    'hours',
    'minutes',
    'seconds',
    'manager',
    'enabled',
  ],
  ...['disabled', 'required', 'store', 'provider', 'issuer', 'stdin', 'prefix', 'format', 'host'],
]);
/** Written without any separator: `PGPASSWORD`, `clientsecret`. */
const joinedEnd =
  /(?:password|passwd|passphrase|secret|token|apikey|secretkey|accesskey|privatekey)s?$/u;

/** `http-tokens`, `DB_PASSWORD`, `dbPassword`, `DBPassword` as lower-case words. */
function wordsOf(name: string): readonly string[] {
  return (
    name
      .replace(/([a-z0-9])([A-Z])/gu, '$1 $2')
      // eslint-disable-next-line regexp/no-super-linear-move -- a name of at most 200 characters
      .replace(/([A-Z]+)([A-Z][a-z])/gu, '$1 $2')
      .toLowerCase()
      .split(/[^a-z0-9]+/u)
      .filter((word) => word !== '')
  );
}

/** @param name of a variable, key, flag, tag or header, up to 200 characters. */
export function isSecretName(name: string): boolean {
  const words = wordsOf(name.slice(-200));
  const last = words.at(-1);
  if (last === undefined || harmlessEnds.has(last)) return false;
  // `max_tokens` counts them.
  if (/^(?:max|min|num)$/u.test(words[0] ?? '')) return false;
  return (
    lastWords.has(last) ||
    joinedEnd.test(last) ||
    words.some(
      (word, at) =>
        strongWords.has(word) ||
        joinedEnd.test(word) ||
        (/^keys?$/u.test(word) && beforeKey.has(words[at - 1] ?? '')),
    )
  );
}

const plainWords =
  /^(?:true|false|yes|no|on|off|null|none|nil|~|required|optional|enabled|disabled|lb_cookie|app_cookie|source_ip|[|>][+-]?\d?|\\)$/iu;
/** A variable, by itself. `${NAME:-default}` holds its default, and lower case may be a password. */
const reference = /^\$(?:\{[A-Z_][A-Z0-9_]*\}|[A-Z_][A-Z0-9_]*|\d|@|\*)$/u;
/** Where a secret is fetched from instead of what it is. */
const fetched =
  /^(?:arn:aws[\w-]*:(?:secretsmanager|ssm|kms):[\w:/.*-]+|\{\{ ?resolve:(?:ssm|ssm-secure|secretsmanager):[\w:/.-]+ ?\}\}|resolve:ssm:[\w:/.-]+|ssm:\/\/[\w/.-]+|ssh-(?:rsa|ed25519|dss)|ecdsa-sha2-\S+)$/u;

/** @param value without its quotes. */
export function isHarmlessValue(value: string): boolean {
  return value === '' || plainWords.test(value) || reference.test(value) || fetched.test(value);
}

/** Runs a program that fetches the secret: `$(aws ssm get-parameter ...)`. */
export const fetchingCommand =
  /^["'`]?(?:\$\(|`)\s*(?:sudo )?(?:aws|vault|curl|wget|cat|jq|gcloud|az|chamber|sops|openssl rand|pwgen|uuidgen|ec2-metadata)\b/u;
