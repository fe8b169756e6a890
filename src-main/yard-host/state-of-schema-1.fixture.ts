/** For tests: what a host of state schema 1 wrote in the middle of a cutover, to the letter. Never to be changed. */
export const stateOfSchema1 = [
  '{"blockyard":"yard-host-state","schema":1,"bytes":2495,"sha256":"266ee8b372ac45d89226a287f5f80cfa5766d71362f83124c19315464dfe903e"}',
  [
    '{"fleets":[{"id":"storefront","name":"storefront","port":35039,"floor":1',
    ',"split":{"revision":2,"weights":[{"generation":"storefront-v001","weight":0},{"generation":"storefront-v002","weight":100}],"changedAtMs":1795700863642},"previous":"storefront-v001"',
    ',"rollout":{"id":"183f4ff3-1507-44c5-8152-1f7ec6a8d49f","intent":{"kind":"cut-over","to":"storefront-v002","from":"storefront-v001","expectedRevision":1}',
    ',"owner":{"name":"Ada","host":"desk","panel":"panel-1"},"epoch":1,"leaseEndsAtMs":1795700923635,"startedAtMs":1795700863635,"launched":[]}',
    ',"generations":[{"id":"storefront-v001","number":1,"image":"sha256:4216d45afeef55e39baf59d253a4417c46d6d7f748caf417fe978675eb7b7949","recipe":{"env":{},"drainTimeoutMs":10000,"health":{"intervalMs":2000,"timeoutMs":1500,"healthyAfter":2,"unhealthyAfter":2}},"size":1,"launchedAtMs":1795700862410,"rung":"warm","hasServed":true,"retiredBy":null',
    ',"blocks":[{"id":"storefront-v001-b0001","slot":0,"launchedAtMs":1795700862410,"process":{"pid":29697,"startTime":"46ec53d1-86542","mark":"bfd07a18-fc6a-4f6b-af14-028b16cefe9c.29685.46ec53d1-86477.db6beca1-b50c-461c-99b1-6db91122f14c"},"replaces":null,"endedBy":null}]},',
    '{"id":"storefront-v002","number":2,"image":"sha256:9b004cc5435aa506e7d58f01107534853bb3dcbe202486370bf20082285f252d","recipe":{"env":{},"drainTimeoutMs":10000,"health":{"intervalMs":2000,"timeoutMs":1500,"healthyAfter":2,"unhealthyAfter":2}},"size":1,"launchedAtMs":1795700862410,"rung":"warm","hasServed":true,"retiredBy":null',
    ',"blocks":[{"id":"storefront-v002-b0005","slot":0,"launchedAtMs":1795700862410,"process":{"pid":29702,"startTime":"46ec53d1-86547","mark":"bfd07a18-fc6a-4f6b-af14-028b16cefe9c.29685.46ec53d1-86477.4f86310f-cd1e-423a-8c7c-469aebd023ed"},"replaces":null,"endedBy":null},',
    '{"id":"storefront-v002-b0009","slot":0,"launchedAtMs":1795700863595,"process":{"pid":29769,"startTime":"46ec53d1-86660","mark":"bfd07a18-fc6a-4f6b-af14-028b16cefe9c.29685.46ec53d1-86477.04caf744-4a48-42a0-8384-57bed29b3692"},"replaces":"storefront-v002-b0005","endedBy":null}]}]',
    ',"nextBlock":10}]',
    ',"receipts":[{"token":"d2d0860f-df0e-4600-bd3c-9d2e8e5b5045.launch","call":"launchBlock","value":"storefront-v002-b0009","atMs":1795700863595},',
    '{"token":"183f4ff3-1507-44c5-8152-1f7ec6a8d49f.route","call":"route","value":{"revision":2,"atMs":1795700863642,"overtook":null},"atMs":1795700863642}]',
    ',"notices":[{"id":"n1","atMs":1795700862000,"fleet":"storefront","severity":"info","text":"The entry is open again."}],"nextNotice":2,"stoppedAtMs":null}',
  ].join(''),
  '',
].join('\n');
