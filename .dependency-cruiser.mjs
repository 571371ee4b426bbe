// Who may import whom. Each rule says why; architecture.md's invariants, kept by a machine.
const services =
  'acd-ingest|agent-status|queue-metrics|staffing-forecast|shift-scheduling|scorecards|work-orders|event-archive|directory|gateway';

/** @type {import('dependency-cruiser').IConfiguration} */
export default {
  forbidden: [
    {
      name: 'domain-imports-only-domain',
      comment:
        'The trade is maths: replay, live and tests run the same code because it asks the world nothing.',
      severity: 'error',
      from: { path: '^services/domain/' },
      to: { pathNot: '^services/domain/' },
    },
    {
      name: 'lib-imports-no-service',
      comment: 'Plumbing is the same for every service, so it can know none of them.',
      severity: 'error',
      from: { path: '^services/lib/' },
      to: { path: `^services/(${services})/` },
    },
    {
      name: 'services-meet-on-the-bus',
      comment:
        'A service that imports another cannot be started, replaced or killed alone. They meet in proto/ or on the bus.',
      severity: 'error',
      from: { path: `^services/(${services})/` },
      to: { path: `^services/(${services})/`, pathNot: '^services/$1/' },
    },
    {
      name: 'wallboard-imports-only-itself-and-messages',
      comment:
        'A screen gets figures over the wire; code shared with a server would tie their releases.',
      severity: 'error',
      from: { path: '^wallboard/src/' },
      to: { path: '^(services|scripts|test)/' },
    },
    {
      name: 'wallboard-takes-messages-not-services',
      comment:
        'A browser speaks no gRPC; a service file would carry its machinery into every page.',
      severity: 'error',
      from: { path: '^wallboard/src/' },
      to: { path: '^proto/gen/.*_service[.]ts$' },
    },
    {
      name: 'ui-knows-no-tile',
      comment:
        'ui < tiles < boards: the small parts are used by the large ones, never the other way.',
      severity: 'error',
      from: { path: '^wallboard/src/ui/' },
      to: { path: '^wallboard/src/(tiles|boards)/' },
    },
    {
      name: 'tiles-know-no-board',
      comment: 'ui < tiles < boards: a tile that knows its board fits on no other.',
      severity: 'error',
      from: { path: '^wallboard/src/tiles/' },
      to: { path: '^wallboard/src/boards/' },
    },
    {
      name: 'wire-types-stop-at-the-edge',
      comment:
        'Generated types change with the wire. They stop at convert, rpc, publish, consume and the doors; the domain never sees them.',
      severity: 'error',
      from: { path: '^services/domain/' },
      to: { path: '^proto/' },
    },
    {
      name: 'no-cycles',
      comment:
        'A file is read from top to bottom and a program from caller to callee: never in a circle.',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    {
      name: 'product-imports-no-test',
      comment: 'What runs in production must not need what only tests need.',
      severity: 'error',
      from: { path: '^(services|wallboard|scripts)/' },
      to: { path: '^test/' },
    },
    {
      name: 'services-import-no-script',
      comment: 'Scripts start services; a service that needs a script cannot be deployed alone.',
      severity: 'error',
      from: { path: '^(services|wallboard)/' },
      to: { path: '^scripts/' },
    },
    {
      name: 'everything-resolves',
      comment: 'An import that leads nowhere works only by accident.',
      severity: 'error',
      from: { pathNot: '^wallboard/' },
      to: { couldNotResolve: true },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^(node_modules|wallboard/dist)' },
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default'],
    },
  },
};
