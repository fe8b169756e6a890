import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { maskSecrets, maskValue } from './mask-secrets.ts';
import { secretMark } from './secret-mark.ts';

const mark = secretMark(new Uint8Array(32).fill(7));
const masked = (text: string): string => maskSecrets(text, mark);

/** Nothing in it can be taken for a quote, a blank, a reference or an end. */
const secret = fc.stringMatching(/^[a-zA-Z0-9!#%^*_+.-]{8,24}$/u).map((text) => `zq${text}Zq`);
const name = fc.constantFrom(
  ...['DB_PASSWORD', 'db_password', 'dbPassword', 'PGPASSWORD', 'MYSQL_PWD', 'SMTP_PASS'],
  ...[
    'API_KEY',
    'apiKey',
    'api-key',
    'STRIPE_SECRET_KEY',
    'AWS_SECRET_ACCESS_KEY',
    'SECRET_KEY_BASE',
  ],
  ...[
    'GITHUB_TOKEN',
    'authToken',
    '_authToken',
    'CLIENT_SECRET',
    'clientsecret',
    'VAULT_SECRET_ID',
  ],
  ...['ENCRYPTION_KEY', 'credentials', 'passphrase', 'REDIS_AUTH', 'DD_API_KEY', 'session_key'],
);
/** Where secrets stand in real user data and templates. */
const notations: readonly ((name: string, secret: string) => string)[] = [
  (n, s) => `export ${n}=${s}`,
  (n, s) => `export ${n}="${s}"`,
  (n, s) => `export ${n}='${s}' # from the wiki`,
  (n, s) => `${n}=${s} /srv/app --port 80`,
  (n, s) => `echo "${n}=${s}" >> /etc/environment`,
  (n, s) => `Environment="${n}=${s}"`,
  (n, s) => `${n}: ${s}`,
  (n, s) => `  - ${n}: "${s}"`,
  (n, s) => `${n}: ${s} and ${s}`,
  (n, s) => `{"${n}":"${s}","port":80}`,
  (n, s) => `  "${n}" : "a\\"${s}",`,
  (n, s) => `echo "{\\"${n}\\": \\"${s}\\"}" > /etc/app.json`,
  (n, s) => `{"name": "${n}", "value": "${s}"}`,
  (n, s) => `- name: ${n}\n  value: ${s}`,
  (n, s) => `"Name": "${n}",\n"Type": "String",\n"Value": "${s}"`,
  (n, s) => `${n} = ${s} with blanks ${s}`,
  (n, s) => `$env:${n} = "${s}"`,
  (n, s) => `setx ${n} ${s}`,
  (n, s) => `ENV ${n} ${s}`,
  (n, s) => `app --${n.replaceAll('_', '-')} ${s} --verbose`,
  (n, s) => `app --${n.replaceAll('_', '-')}=${s}`,
  (n, s) => `<${n}>${s}</${n}>`,
  (n, s) => `<add key="${n}" value="${s}"/>`,
  (n, s) => `curl "https://api.example.com/?${n}=${s}&page=1"`,
  (n, s) => `${n}: |\n  ${s}\n  ${s}\nport: 80`,
  (n, s) => `${n}:\n  - ${s}\n  - ${s}`,
  (n, s) => `${n}:\n- ${s}\nport: 80`,
  (n, s) => `config['${n}'] = '${s}'`,
  (n, s) => `${n} := "${s}"`,
  (n, s) => `X-${n}: ${s}`,
  (n, s) => `aws configure set ${n} ${s}`,
  (n, s) => `  content: ${btoa(`PORT=80\n${n}=${s}\n`)}`,
  (n, s) => `content: !!binary ${btoa(btoa(`${n}=${s}`))}`,
  (n, s) =>
    (btoa(`# a config\nPORT=80\nHOST=example.com\n${n}=${s}\n`).match(/.{1,48}/gu) ?? []).join(
      '\n',
    ),
];
const unnamed: readonly ((secret: string) => string)[] = [
  (s) => `postgres://app:${s}@db.internal:5432/shop`,
  (s) => `DATABASE_URL="mysql2://app:a@${s}@db/shop?pool=5"`,
  (s) => `git clone https://${s}@github.com/acme/app.git`,
  (s) => `curl -H "Authorization: Bearer ${s}" https://api.example.com`,
  (s) => `curl -u deploy:${s} https://repo.example.com/app.tgz`,
  (s) => `mysql -u root -p${s} shop < dump.sql`,
  (s) => `sshpass -p ${s} ssh host`,
  (s) => `docker login -u ci -p ${s} registry.example.com`,
  (s) => `echo "root:${s}" | chpasswd`,
  (s) => `echo ${s} | docker login --username ci --password-stdin`,
  (s) => `CREATE USER app IDENTIFIED BY '${s}';`,
  (s) => `ALTER ROLE app WITH PASSWORD '${s}';`,
  (s) => `machine repo.example.com login ci password ${s}`,
  (s) => `requirepass ${s}`,
  (s) => `net user Administrator ${s} /add`,
  (s) => `chpasswd:\n  expire: false\n  list: |\n    root:${s}\n    app:${s}`,
  (s) => `Server=db;Database=shop;User Id=sa;Password=${s};Timeout=30`,
  (s) => `-----BEGIN RSA PRIVATE KEY-----\n${s}\n${s}\n-----END RSA PRIVATE KEY-----`,
  (s) => `key: "-----BEGIN PRIVATE KEY-----\\n${s}\\n-----END PRIVATE KEY-----\\n"`,
  (s) => `    -----BEGIN OPENSSH PRIVATE KEY-----\n    ${s}`,
];
/** Recognised with no name at all. */
const shaped = [
  'AKIAIOSFODNN7EXAMPLE',
  'ASIAY34FZKBOKMUTVV7A',
  'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY',
  'ghp_16C7e42F292c6912E7710c838347Ae178B4a',
  'github_pat_11ABCDEFG0abcdefghijkl_mnopqrstuvwxyz',
  'glpat-abcDEF123456-xyzUVW',
  'xoxb-2444333222111-abcdefghijklmn',
  'sk_live_4eC39HqLyjWDarjtT1zdp7dc',
  'AIzaSyDaGmWKa4JsXZ-HjGw7ISLn_3namBGewQe',
  'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0In0.dozjgNryP4J3jVmNHl0w5N_XgL0n3I9PlFUP0THsR8U',
  '$6$rounds=4096$saltsalt$abcdefghijklmnopqrstuv',
  '$2b$12$abcdefghijklmnopqrstuv',
  'SG.abcdefghijklmnop-1.qrstuvwxyzABCDEFGH',
  'hvs.CAESIJ1234567890abcdefgh',
  'AGE-SECRET-KEY-1QQPZRY9X8GF2TVDW0S3JN54KHCE6MUA7L',
  'Zx8Kq2Lm9Vt4Rw7Yp3Ns6Bd1Fg5Hj0QcAe',
];

describe('a planted secret', () => {
  it.each(notations.map((notation) => [notation('NAME', 'secret'), notation] as const))(
    'does not survive in %j',
    (_, notation) => {
      fc.assert(
        fc.property(name, secret, fc.nat(3), (key, value, before) => {
          const text = `${'#!/bin/sh\n'.repeat(before)}${notation(key, value)}\nexec /srv/app`;
          const shown = masked(text);
          expect(shown).not.toContain(value);
          expect(shown).not.toContain(value.slice(2, -2));
          for (const encoded of shown.match(/[A-Za-z0-9+/=]{20,}/gu) ?? []) {
            expect(atob64(encoded)).not.toContain(value);
          }
          expect(shown.split('\n')).toHaveLength(text.split('\n').length);
          expect(shown.endsWith('\nexec /srv/app')).toBe(true);
        }),
        { numRuns: 60 },
      );
    },
  );

  it.each(unnamed.map((notation) => [notation('secret'), notation] as const))(
    'does not survive in %j',
    (_, notation) => {
      fc.assert(
        fc.property(secret, (value) => {
          const shown = masked(notation(value));
          expect(shown).not.toContain(value);
          expect(shown.split('\n')).toHaveLength(notation(value).split('\n').length);
        }),
        { numRuns: 60 },
      );
    },
  );

  it.each(shaped)('does not survive as %s', (value) => {
    for (const text of [value, `run ${value} now`, `x="${value}"`, `- ${value}`, `a:${value},b`]) {
      expect(masked(text)).not.toContain(value);
    }
  });

  it('does not survive in base64 of text in another language', () => {
    const encoded = Buffer.from('# Zugang f\u00fcr den Laden\nDB_PASSWORD=hunter2\n').toString(
      'base64',
    );
    expect(masked(`content: ${encoded}`)).not.toContain(encoded);
  });

  it('does not survive as bytes that cannot be read', () => {
    const packed = btoa('\u001f\u008b\u0008\u0000rest of a compressed file');
    expect(masked(`content: ${packed}`)).not.toContain(packed);
    const key = `MIIEvQ${'IBADANBgkqhkiG9w0BAQEFAASC'.repeat(4)}`;
    expect(masked(`content: ${key}`)).not.toContain(key);
  });

  it('does not survive in a tag that is called so', () => {
    expect(maskValue('db:password', 'hunter2', mark)).not.toContain('hunter2');
    expect(maskValue('Name', 'storefront', mark)).toBe('storefront');
  });
});

describe('what is no secret', () => {
  it.each([
    '#!/bin/bash',
    'export APP_VERSION=storefront-v002',
    'PORT=8080 exec /srv/app --listen 0.0.0.0:8080',
    'export COMMIT=5be20d71c0ffee42d15ea5ed5be20d71c0ffee42',
    'image: registry.example.com/app@sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08',
    'TOKEN=$(curl -s -X PUT http://169.254.169.254/latest/api/token -H "X-aws-ec2-metadata-token-ttl-seconds: 60")',
    'TOKEN="$(curl -sX PUT http://169.254.169.254/latest/api/token)"',
    'curl -H "X-aws-ec2-metadata-token: $TOKEN" http://169.254.169.254/latest/meta-data/instance-id',
    'DB_PASSWORD=$(aws ssm get-parameter --name /shop/db --with-decryption --query Parameter.Value)',
    'export DB_PASSWORD="${DB_PASSWORD}"',
    'DB_PASSWORD={{resolve:ssm-secure:/shop/db:1}}',
    'DB_PASSWORD_FILE=/run/secrets/db',
    'SecretArn: arn:aws:secretsmanager:eu-central-1:123456789012:secret:shop/db-a1b2c3',
    'DB_SECRET_NAME=shop/db',
    'MetadataOptions.HttpTokens: required',
    'KeyName: ops-2026',
    'KmsKeyId: arn:aws:kms:eu-central-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab',
    'ssh_pwauth: false',
    'ssh_authorized_keys:\n  - ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIHk9Zq3RtT1n2b8xWv4yP6s0cD7eF9gH1jK3lM5nO7pQ ops@example',
    'lock_passwd: true',
    'https://user-guide.example.com/path?page=2&sort=name',
    'git clone ssh://git@github.com/acme/app.git',
    'ami-0a1b2c3d4e5f60718 i-0123456789abcdef0 subnet-0a1b2c3d sg-0123456789abcdef0',
    'arn:aws:elasticloadbalancing:eu-central-1:123456789012:targetgroup/storefront-v002/73e2d6bc24d8a067',
    '123e4567-e89b-12d3-a456-426614174000',
    'TargetGroupStickinessConfig.Enabled: false',
    'aws s3 cp s3://acme-releases/storefront/2026-11-23T13-44-00Z/app.tgz /srv/app.tgz',
    '/opt/MyCompany/ApplicationServer/bin/start.sh --profile production',
    'JAVA_OPTS="-Xmx512m -XX:+UseG1GC -Dspring.profiles.active=production"',
    'org.springframework.security.oauth2.client.OAuth2AuthorizedClientManager',
    'mysql -u root shop < dump.sql',
    'rpm -ivh https://dl.fedoraproject.org/pub/epel/epel-release-latest-9.noarch.rpm',
    `content: ${btoa('listen_port: 8080\nworkers: 4\n')}`,
    '-----BEGIN CERTIFICATE-----\nabcd\n-----END CERTIFICATE-----',
    'password: ""',
    'max_tokens_per_minute=90',
  ])('survives: %j', (text) => {
    expect(masked(text)).toBe(text);
  });
});

describe('the mark', () => {
  it('is equal for equal secrets and another one for others, without telling the length', () => {
    expect(masked('token: abc-one-abc')).toBe(masked('token: abc-one-abc'));
    expect(masked('token: abc-one-abc')).not.toBe(masked('token: abc-two-abc'));
    expect(masked('token: a')).toHaveLength(masked(`token: ${'a'.repeat(90)}`).length);
  });

  it('means nothing under the key of another run', () => {
    const other = secretMark(new Uint8Array(32).fill(8));
    expect(maskSecrets('token: abc', other)).not.toBe(masked('token: abc'));
  });
});

it('takes any text, line for line, and comes to an end', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 3000 }), (text) => {
      expect(masked(text).split('\n')).toHaveLength(text.split('\n').length);
    }),
  );
  for (const piece of [
    'a',
    'password=',
    '"a":',
    'A1b',
    '-p ',
    'name=',
    '://a@',
    '<a>',
    '\\"',
    ' ',
  ]) {
    // A pattern that looks back and forth would need minutes for these: then the limit of the test ends it.
    const text = piece.repeat(Math.ceil(16_384 / piece.length));
    expect(masked(text).length, piece).toBeGreaterThan(0);
  }
}, 60_000);

function atob64(text: string): string {
  return Buffer.from(text, 'base64').toString('latin1');
}
