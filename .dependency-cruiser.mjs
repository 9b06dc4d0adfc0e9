/** Which folder may import which: the arrows of ARCHITECTURE.md as rules. */
const may = (folder, allowed, why) => ({
  name: `${folder}-imports`,
  comment: why,
  severity: 'error',
  from: { path: `^src/${folder}/` },
  to: { path: '^src/', pathNot: [`^src/${folder}/`, ...allowed.map((name) => `^src/${name}`)] },
});

export default {
  forbidden: [
    {
      name: 'no-cycles',
      comment: 'A cycle has no first file to read.',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    {
      name: 'two-readings',
      comment: 'The sandbox and the client are two independent readings of one API.',
      severity: 'error',
      from: { path: '^sandbox/' },
      to: { path: '^src/' },
    },
    {
      name: 'two-readings-back',
      comment: 'The sandbox and the client are two independent readings of one API.',
      severity: 'error',
      from: { path: '^src/' },
      to: { path: '^sandbox/' },
    },
    {
      name: 'one-engine',
      comment: 'engine/ is the only importer of the SDK, so that it can be read in one place.',
      severity: 'error',
      from: { path: '^(src|test|bench)/', pathNot: '^src/engine/' },
      to: { path: '@dbos-inc/dbos-sdk' },
    },
    {
      name: 'not-to-tests',
      comment: 'What ships never needs a test or a benchmark.',
      severity: 'error',
      from: { path: '^(src|sandbox)/', pathNot: '\\.test\\.ts$' },
      to: { path: '^(test|bench)/' },
    },
    {
      name: 'not-to-dev-dependencies',
      comment: 'What ships may only need what is installed with it.',
      severity: 'error',
      from: { path: '^(src|sandbox)/', pathNot: '\\.test\\.ts$' },
      to: { dependencyTypes: ['npm-dev'], dependencyTypesNot: ['type-only'] },
    },
    may('base', [], 'base stands alone.'),
    may('config', ['base/'], 'Settings know nothing of what they set.'),
    may('docspace', ['base/'], 'The portal client knows nothing of blueprints.'),
    may('blueprint', ['base/', 'docspace/vocabulary'], "The language uses the portal's words and nothing else of it."),
    may('plan', ['base/', 'blueprint/', 'docspace/vocabulary'], 'The planner is pure: it reads no portal.'),
    may('actions', ['base/', 'docspace/', 'plan/', 'connectors/'], 'An action carries out what a plan says.'),
    may('connectors', ['base/'], 'A connector talks to one outside system.'),
    may(
      'runs',
      ['base/', 'docspace/', 'blueprint/', 'plan/', 'actions/', 'connectors/', 'engine/'],
      'Runs tie the parts into one durable flow.',
    ),
    may('reconcile', ['base/', 'docspace/', 'blueprint/', 'plan/', 'runs/'], 'Reconcilers only start runs.'),
    {
      name: 'store-imports',
      comment:
        'store keeps what others describe: it knows their types, and of their values only the table of run states.',
      severity: 'error',
      from: { path: '^src/store/' },
      to: { path: '^src/', pathNot: ['^src/(store|base)/', '^src/runs/run\\.ts$'], dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'store-users',
      comment: 'Parts are handed what is stored; only the wiring opens the store.',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/(store/|app/|app\\.ts)' },
      to: { path: '^src/store/' },
    },
    may('engine', ['base/'], 'The engine knows nothing of rooms.'),
    {
      name: 'engine-users',
      comment: 'Only runs and the wiring know the engine.',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/(runs/|engine/|app\\.ts|app/)' },
      to: { path: '^src/engine/', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'app-users',
      comment: 'Wiring is for programs: no part asks for its own surroundings.',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/(app/|app\\.ts|main\\.ts)' },
      to: { path: '^src/app/' },
    },
    {
      name: 'http-is-handed',
      comment: 'http gets functions handed to it; it may know the types of what it shows.',
      severity: 'error',
      from: { path: '^src/http/' },
      to: { path: '^src/', pathNot: ['^src/(http|base)/'], dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'cli-is-handed',
      comment:
        'cli gets functions handed to it; it may know the types of what it shows, and how a plan puts its parts into words.',
      severity: 'error',
      from: { path: '^src/cli/' },
      to: {
        path: '^src/',
        pathNot: ['^src/(cli|base)/', '^src/plan/describe-parts'],
        dependencyTypesNot: ['type-only'],
      },
    },
  ],
  options: {
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    doNotFollow: { path: 'node_modules' },
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'node', 'default', 'types'] },
  },
};
