/** The same blue/green by Ansible's modules, as a second program on the same lab. Where it is not installed nothing is told, loudly. */
import { spawn, spawnSync } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Lab } from '../e2e/aws-lab/lab.ts';
import type { MadeFleet } from '../e2e/aws-lab/made-by-hand.ts';

const keys = { accessKeyId: 'AKIALABANSIBLE000000', secretAccessKey: 'ansible' };
const playbook = join(import.meta.dirname, 'ansible', 'blue-green.yml');
const longestMs = 900_000;

export interface AnsibleRun {
  readonly tookMs: number;
  readonly mutations: number;
  readonly calls: number;
}

/** Said once, on the error stream. */
export function hasAnsible(): boolean {
  const isThere = runs('ansible-playbook', ['--version']);
  // Its modules for AWS do nothing without it, and say so only when they are used.
  const isWhole = isThere && runs(python, ['-c', 'import boto3']);
  if (!isWhole) console.error(`\n*** SKIPPED: ${isThere ? 'boto3' : 'ansible-playbook'} is not here: nothing to compare a rollout with. ***\n`); // prettier-ignore
  return isWhole;
}

const python = '/usr/bin/python3';

function runs(program: string, args: readonly string[]): boolean {
  const asked = spawnSync(program, args, { stdio: 'ignore' });
  return asked.error === undefined && asked.status === 0;
}

/** @param folder for its variables and its own files. */
export async function runAnsible(
  lab: Lab,
  made: MadeFleet,
  size: number,
  folder: string,
): Promise<AnsibleRun> {
  const [old] = made.generations;
  const subnets = JSON.parse(await lab.cli('ec2', 'describe-subnets')) as { Subnets: { SubnetId: string; VpcId: string }[] }; // prettier-ignore
  const groups = JSON.parse(await lab.cli('ec2', 'describe-security-groups', '--group-names', 'storefront-servers')) as { SecurityGroups: { GroupId: string }[] }; // prettier-ignore
  const ids = subnets.Subnets.map(({ SubnetId }) => SubnetId).sort();
  const variables = {
    endpoint: lab.endpoint,
    region: lab.region,
    image: old?.imageId,
    vpc: subnets.Subnets[0]?.VpcId,
    security_group: groups.SecurityGroups[0]?.GroupId,
    subnets: ids,
    listener_port: Number(new URL(made.url).port),
    spread: ids.map((subnet, at) => ({
      subnet,
      count: Math.floor(size / ids.length) + (at < size % ids.length ? 1 : 0),
    })),
    old: old?.instanceIds,
  };
  const file = join(folder, `variables-${String(size)}.json`);
  await writeFile(file, JSON.stringify(variables));
  const sinceMs = lab.nowMs();
  const startedAtMs = performance.now();
  await play(file, folder);
  const tookMs = performance.now() - startedAtMs;
  const mine = { caller: keys.accessKeyId, sinceMs };
  // Its module insists on a list of security groups, which the lab's load balancer does not have: no call of a blue/green.
  const mutations = lab.calls
    .mutations(mine)
    .filter(({ action }) => action !== 'SetSecurityGroups').length;
  return { tookMs, mutations, calls: mutations + lab.calls.reads(mine).length };
}

function play(variables: string, folder: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn('ansible-playbook', ['-i', 'localhost,', playbook, '-e', `@${variables}`], {
      env: {
        PATH: process.env['PATH'] ?? '',
        HOME: folder,
        LANG: 'C.UTF-8',
        AWS_ACCESS_KEY_ID: keys.accessKeyId,
        AWS_SECRET_ACCESS_KEY: keys.secretAccessKey,
        ANSIBLE_LOCALHOST_WARNING: 'False',
        ANSIBLE_PYTHON_INTERPRETER: python,
      },
      stdio: ['ignore', 'pipe', 'pipe'],
      timeout: longestMs,
    });
    let said = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream.on('data', (chunk: Buffer) => {
        said = (said + chunk.toString()).slice(-4000);
      });
    }
    child.on('error', reject);
    child.on('close', (code) => {
      if (code === 0) resolve();
      else reject(new Error(`ansible-playbook ended with ${String(code)}:\n${said}`));
    });
  });
}
