// The import rules of the design: renderer -> shared <- main; shell/ipc -> services -> ports <- adapters; no cycles.
// ESLint says the same of direct imports in the editor; only this tool sees what is reached indirectly.
const services =
  '^src-main/(rollouts|fleets|compare|journal|sessions|yard-host|settings|storage|sample-traffic|release-files)/';
// Tests and what only they start or import.
const test = '(\\.test|[.-]fixture|\\.contender)\\.tsx?$|^src-renderer/gallery/';

// The simulator's runs: only tests start them, on the simulated yard.
const simulation = '^src-main/rollouts/simulation/[^/]+\\.ts$';

// Run against the lab: beside the code of the AWS yard, and the contract of the port, which is kept by every yard.
const awsTest = '^src-main/yards/(aws/.*|[^/]*)(\\.test|[.-]fixture)\\.ts$';

module.exports = {
  forbidden: [
    {
      name: 'no-cycles',
      comment: 'A cycle has no bottom to start reading at.',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    {
      name: 'no-orphans',
      comment: 'Nothing imports it and it is no entry: dead code.',
      severity: 'error',
      from: {
        orphan: true,
        pathNot: ['\\.d\\.ts$', test, '\\.config\\.(ts|js)$', '^e2e/', '^bench/', '^scripts/'],
      },
      to: {},
    },
    {
      name: 'unresolvable',
      comment: 'A typing error in a path, or a package that is not installed.',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true, pathNot: '^virtual:' },
    },
    {
      name: 'shared-is-pure',
      comment: 'src-shared runs in every process: only itself and zod.',
      severity: 'error',
      from: { path: '^src-shared/', pathNot: test },
      to: { pathNot: ['^src-shared/', '^node_modules/zod/'] },
    },
    {
      name: 'renderer-not-main',
      comment: 'The window reaches main only through its bridge and src-shared.',
      severity: 'error',
      from: { path: '^src-renderer/' },
      to: { path: '^(src-main|e2e|bench|scripts)/' },
    },
    {
      name: 'renderer-not-electron',
      comment: 'The window is sandboxed: no Electron.',
      severity: 'error',
      from: { path: '^src-renderer/', pathNot: test },
      to: { path: ['^electron$', '^node_modules/electron/'] },
    },
    {
      name: 'renderer-not-node',
      comment: 'The window is sandboxed: no Node.',
      severity: 'error',
      from: { path: '^src-renderer/', pathNot: test },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'ui-knows-no-domain',
      comment:
        'Generic components know no domain: src-renderer/ui imports neither features, store nor bridge.',
      severity: 'error',
      from: { path: '^src-renderer/ui/', pathNot: test },
      to: { path: '^src-renderer/(features|store|bridge)/' },
    },
    {
      name: 'main-not-renderer',
      comment:
        'Main and the window share src-shared only; the tests of the AWS yard have their lab.',
      severity: 'error',
      from: { path: '^src-main/', pathNot: awsTest },
      to: { path: '^(src-renderer|e2e|bench|scripts)/' },
    },
    {
      name: 'aws-tests-use-the-lab-only',
      comment: 'Of all that is outside, tests of the AWS yard import e2e/aws-lab and e2e/load.',
      severity: 'error',
      from: { path: awsTest },
      to: {
        path: '^(src-renderer|e2e|bench|scripts)/',
        pathNot: '^e2e/(aws-lab|load)/',
      },
    },
    {
      name: 'aws-sdk-stays-in-its-yard',
      comment:
        'Only the AWS yard, and the lab that stands in for AWS, import the SDK; its objects hold credentials.',
      severity: 'error',
      from: { pathNot: ['^src-main/yards/aws/', '^e2e/aws-lab/', '^node_modules/'] },
      to: { path: '^node_modules/(@aws-sdk|@smithy)/' },
    },
    {
      name: 'only-the-shell-imports-electron',
      comment: 'Electron stops at the shell, the IPC border, the preload and the composition root.',
      severity: 'error',
      from: {
        path: '^src-main/',
        pathNot: ['^src-main/(shell|ipc|preload)/', '^src-main/main\\.ts$'],
      },
      to: { path: ['^electron$', '^node_modules/electron/'] },
    },
    {
      name: 'services-never-reach-electron-or-an-sdk',
      comment: 'The same services run under plain Node and in tests; not even indirectly.',
      severity: 'error',
      from: { path: [services, '^src-main/node-host\\.ts$'], pathNot: test },
      to: {
        reachable: true,
        path: ['^electron$', '^node_modules/electron/', '^node_modules/@aws-sdk/'],
      },
    },
    {
      name: 'services-not-outwards',
      comment: 'shell/ipc -> services, never back.',
      severity: 'error',
      from: { path: [services, '^src-main/yards/'] },
      to: { path: ['^src-main/(shell|ipc|preload)/', '^src-main/(main|node-host)\\.ts$'] },
    },
    {
      name: 'services-know-the-port-only',
      comment:
        'rollouts, fleets, compare and journal see src-main/yards/port.ts, never an adapter.',
      severity: 'error',
      from: {
        path: '^src-main/(rollouts|fleets|compare|journal|sessions)/',
        pathNot: [test, simulation],
      },
      to: { path: '^src-main/(yards/[^/]+/|yard-host/)' },
    },
    {
      name: 'adapters-not-services',
      comment: 'services -> ports <- adapters: what both know stands beside the port.',
      severity: 'error',
      from: { path: '^src-main/yards/', pathNot: test },
      to: {
        path: '^src-main/(rollouts|fleets|compare|journal|sessions|settings|storage|sample-traffic)/',
      },
    },
    {
      name: 'yard-host-not-its-client',
      comment:
        'The local yard speaks the protocol of its host; the host knows no yard but the port.',
      severity: 'error',
      from: { path: '^src-main/yard-host/', pathNot: test },
      to: { path: '^src-main/yards/', pathNot: '^src-main/yards/port\\.ts$' },
    },
    {
      name: 'only-the-local-yard-has-a-host',
      comment: 'Of the yards, only the local one has its servers in a process of ours.',
      severity: 'error',
      from: { path: '^src-main/yards/', pathNot: ['^src-main/yards/local/', test] },
      to: { path: '^src-main/yard-host/' },
    },
    {
      name: 'simulation-stays-in-tests',
      comment: 'What runs for people never reaches the simulated runs.',
      severity: 'error',
      from: { path: '^src-main/(main|node-host)\\.ts$' },
      to: { reachable: true, path: simulation },
    },
    {
      name: 'port-stands-alone',
      comment:
        'The yard port is the bottom, it and the orders that stand beside it: they know src-shared only.',
      severity: 'error',
      from: { path: '^src-main/yards/(port|measures|data-order|disk-reader)\\.ts$' },
      to: { pathNot: '^(src-shared/|src-main/yards/(measures|data-order|disk-reader)\\.ts$)' },
    },
    {
      name: 'adapters-not-each-other',
      comment: 'Adding a yard means one new folder: adapters do not import each other.',
      severity: 'error',
      from: { path: '^src-main/yards/([^/]+)/' },
      to: { path: '^src-main/yards/[^/]+/', pathNot: '^src-main/yards/$1/' },
    },
    {
      name: 'preload-is-small',
      comment: 'Privileged code: electron and src-shared, nothing else.',
      severity: 'error',
      from: { path: '^src-main/preload/', pathNot: test },
      to: {
        pathNot: ['^src-main/preload/', '^src-shared/', '^electron$', '^node_modules/electron/'],
      },
    },
    {
      name: 'e2e-from-outside',
      comment: 'Window tests see the app as a person does; of the sources only src-shared.',
      severity: 'error',
      from: { path: '^e2e/' },
      to: { path: '^src-(main|renderer)/' },
    },
    {
      name: 'only-tests-import-test-tools',
      comment: 'What ships contains no test library.',
      severity: 'error',
      from: { path: '^src-', pathNot: test },
      to: { path: '^node_modules/(vitest|@playwright|playwright|fast-check|jsdom)/' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'types', 'node', 'default'],
    },
  },
};
