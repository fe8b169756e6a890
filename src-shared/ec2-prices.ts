/**
 * What an EC2 instance costs an hour, in dollars: On-Demand, Linux, shared tenancy, as AWS's public price
 * list had it in `ec2PricesOf`. Committed, because asking for prices needs rights and a service of its
 * own. Only types whose price is known for certain are here; of any other nothing is said. No discount,
 * no Spot, no disks, no traffic: an estimate, and said to be one.
 */

/** Of when they are. */
export const ec2PricesOf = '2025-01';

/** A family's price is the one of its `large` times the size, in AWS's list as here. */
const largeDollars: Readonly<Record<string, Readonly<Record<string, number>>>> = {
  'us-east-1': {
    ...{ t3: 0.0832, t3a: 0.0752, t4g: 0.0672 },
    ...{ m5: 0.096, m5a: 0.086, m6i: 0.096, m6a: 0.0864, m6g: 0.077, m7i: 0.1008, m7g: 0.0816 },
    ...{ c5: 0.085, c6i: 0.085, c6g: 0.068, c7i: 0.08925, c7g: 0.0725 },
    ...{ r5: 0.126, r6i: 0.126, r6g: 0.1008, r7i: 0.1323, r7g: 0.1071 },
  },
  'eu-west-1': {
    ...{ t3: 0.0912, t3a: 0.0816, t4g: 0.0736 },
    ...{ m5: 0.107, m6i: 0.107, m6g: 0.086 },
    ...{ c5: 0.096, c6g: 0.073 },
    ...{ r5: 0.141, r6i: 0.141, r6g: 0.113 },
  },
};

const burstable = { nano: 1 / 16, micro: 1 / 8, small: 1 / 4, medium: 1 / 2 };
const usual = { large: 1, xlarge: 2, '2xlarge': 4 };
const bigger = { ...usual, '4xlarge': 8 };
const graviton = { medium: 1 / 2, ...bigger };

function sizesOf(family: string): Readonly<Record<string, number>> {
  if (family.startsWith('t')) return { ...burstable, ...usual };
  return family.endsWith('g') ? graviton : bigger;
}

/** Null: not known. @param type `t3.medium`, as the yard tells it. */
export function ec2DollarsAnHour(region: string, type: string): number | null {
  const [family = '', size = '', ...more] = type.split('.');
  // What comes from outside may be called like something that every object has.
  const large = own(own(largeDollars, region) ?? {}, family);
  const times = own(sizesOf(family), size);
  return more.length > 0 || large === undefined || times === undefined ? null : large * times;
}

function own<Value>(record: Readonly<Record<string, Value>>, name: string): Value | undefined {
  return Object.hasOwn(record, name) ? record[name] : undefined;
}
