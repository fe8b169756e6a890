import { execFile } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';

import { describeWithMoto, startMoto, type Moto } from '../moto.fixture.ts';
import { cliHealth, cliReadBack, cliText, type TrafficWrite } from './cli-text.ts';
import { shellQuote } from '../../../../src-shared/shell-quote.ts';

const run = promisify(execFile);
const folder = mkdtempSync(join(tmpdir(), 'blockyard-cli-'));
afterAll(() => rm(folder, { recursive: true }));

/** As a person pastes it; the profile's name holds what a shell would trip over. */
const profile = "team's $(main)";
const config = join(folder, 'config');
writeFileSync(config, `[profile plain]\nregion = us-east-1\n`);
const credentials = join(folder, 'credentials');
writeFileSync(credentials, `[${profile}]\naws_access_key_id = AKIAX\naws_secret_access_key = y\n`);

async function shell(text: string): Promise<unknown> {
  const { PATH = '', HOME = '' } = process.env;
  const { stdout } = await run('sh', ['-c', text], {
    env: { PATH, HOME, AWS_CONFIG_FILE: config, AWS_SHARED_CREDENTIALS_FILE: credentials },
  });
  return stdout.trim() === '' ? null : JSON.parse(stdout);
}

/** First value found at `path` in an answer of the CLI. */
const at = (answer: unknown, ...path: readonly (string | number)[]): unknown =>
  path.reduce<unknown>(
    (value, key) =>
      typeof value === 'object' && value !== null ? Reflect.get(value, key) : undefined,
    answer,
  );

it('quotes any word so that a shell gives it back unchanged', async () => {
  const word = fc
    .string({ unit: 'grapheme', maxLength: 40 })
    .filter((text) => !text.includes('\0'));
  await fc.assert(
    fc.asyncProperty(fc.array(word, { minLength: 1, maxLength: 30 }), async (words) => {
      const text = `printf '%s\\0' ${words.map(shellQuote).join(' ')}`;
      const { stdout } = await run('sh', ['-c', text]);
      expect(stdout.split('\0').slice(0, -1)).toEqual(words);
    }),
    { numRuns: 25 },
  );
});

describeWithMoto('a printed revert', () => {
  let moto: Moto;
  beforeAll(async () => {
    moto = await startMoto();
  }, 30_000);
  afterAll(() => moto.stop());

  it('moves the weights of a rule and of a default action without Blockyard', async () => {
    const place = {
      profile,
      region: 'us-east-1',
      endpoint: moto.endpoint,
      useFips: false,
      useDualstack: false,
    };
    const aws = (...words: string[]): Promise<unknown> =>
      shell(['aws', ...words, '--profile', profile, '--region', 'us-east-1', '--endpoint-url', moto.endpoint].map(shellQuote).join(' ')); // prettier-ignore
    const subnets = await aws('ec2', 'describe-subnets');
    const vpc = String(at(subnets, 'Subnets', 0, 'VpcId'));
    const two = [0, 1].map((index) => String(at(subnets, 'Subnets', index, 'SubnetId')));
    const balancer = await aws(
      'elbv2',
      'create-load-balancer',
      '--name',
      'web',
      '--subnets',
      ...two,
    );
    const arn = String(at(balancer, 'LoadBalancers', 0, 'LoadBalancerArn'));
    const groups: string[] = [];
    for (const name of ['web-v041', 'web-v042']) {
      const made = await aws('elbv2', 'create-target-group', '--name', name, '--protocol', 'HTTP', '--port', '80', '--vpc-id', vpc); // prettier-ignore
      groups.push(String(at(made, 'TargetGroups', 0, 'TargetGroupArn')));
    }
    const forward = (weights: readonly number[]) => [
      {
        Type: 'forward' as const,
        ForwardConfig: {
          TargetGroups: groups.map((group, index) => ({
            TargetGroupArn: group,
            Weight: weights[index] ?? 0,
          })),
        },
      },
    ];
    const listener = await aws('elbv2', 'create-listener', '--load-balancer-arn', arn, '--protocol', 'HTTP', '--port', '80', '--default-actions', JSON.stringify(forward([0, 1]))); // prettier-ignore
    const listenerArn = String(at(listener, 'Listeners', 0, 'ListenerArn'));
    const madeRule = await aws('elbv2', 'create-rule', '--listener-arn', listenerArn, '--priority', '5', '--conditions', 'Field=path-pattern,Values=/a', '--actions', JSON.stringify(forward([0, 1]))); // prettier-ignore
    const ruleArn = String(at(madeRule, 'Rules', 0, 'RuleArn'));

    const reverts: readonly TrafficWrite[] = [
      { kind: 'rule', ruleArn, actions: forward([1, 0]) },
      { kind: 'listener', listenerArn, actions: forward([1, 0]) },
    ];
    for (const revert of reverts) {
      const rule =
        revert.kind === 'rule'
          ? { kind: revert.kind, arn: revert.ruleArn }
          : { kind: 'default' as const, arn: revert.listenerArn };
      const path =
        revert.kind === 'rule' ? ['Rules', 0, 'Actions'] : ['Listeners', 0, 'DefaultActions'];
      const weights = (answer: unknown): readonly unknown[] =>
        [0, 1].map((group) =>
          at(answer, ...path, 0, 'ForwardConfig', 'TargetGroups', group, 'Weight'),
        );
      expect(weights(await shell(cliReadBack(rule, place)))).toEqual([0, 1]);
      await shell(cliText(revert, place));
      expect(weights(await shell(cliReadBack(rule, place)))).toEqual([1, 0]);
      expect(await shell(cliHealth(groups[0] ?? '', place))).toEqual({
        TargetHealthDescriptions: [],
      });
    }
  }, 120_000);
});
