import tseslint from 'typescript-eslint';

const noDefaultExport = {
  selector: 'ExportDefaultDeclaration',
  message: 'Export by name: one name for one thing everywhere.',
};
const noClock = {
  selector:
    ":matches(CallExpression[callee.object.name='Date'][callee.property.name='now'], NewExpression[callee.name='Date'][arguments.length=0])",
  message: 'The same tree gives the same output at any time: take the moment as a prop.',
};
const noRandom = {
  selector:
    ":matches(MemberExpression[object.name='Math'][property.name='random'], CallExpression[callee.name='randomUUID'], CallExpression[callee.property.name=/^random(UUID|Bytes|Int)$/])",
  message: 'The same tree gives the same output at any time: derive it from the content, see contentHash.',
};
const noEnvironment = {
  selector: "MemberExpression[object.name='process'][property.name='env']",
  message: 'The library does not read the environment: take the value as a prop. Only lib/synth reads CDK8S_*.',
};

export default tseslint.config(
  // test/consumer/* are other packages: they are compiled by their own test against the packed tarball.
  { ignores: ['dist/', 'coverage/', 'node_modules/', 'test/consumer/*/'] },
  { linterOptions: { noInlineConfig: true } },
  {
    files: ['**/*.ts'],
    extends: [tseslint.configs.recommendedTypeChecked, tseslint.configs.stylisticTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      eqeqeq: 'error',
      'no-console': 'error',
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'inline-type-imports' }],
      '@typescript-eslint/consistent-type-exports': 'error',
      '@typescript-eslint/explicit-module-boundary-types': 'error',
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/no-non-null-assertion': 'error',
      // It asks for the `!` that the rule above refuses.
      '@typescript-eslint/non-nullable-type-assertion-style': 'off',
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      // `_` names what is taken out of an object in order to leave it out.
      '@typescript-eslint/no-unused-vars': [
        'error',
        {
          argsIgnorePattern: '^_',
          varsIgnorePattern: '^_',
          destructuredArrayIgnorePattern: '^_',
          ignoreRestSiblings: true,
        },
      ],
      // Structs that differ in name only, and types that take part in index signatures, are both wanted.
      '@typescript-eslint/no-empty-object-type': ['error', { allowInterfaces: 'with-single-extends' }],
      '@typescript-eslint/consistent-type-definitions': 'off',
      '@typescript-eslint/no-inferrable-types': 'off',
      // jsii knows `{ [key: string]: T }` as a map and wants it written out.
      '@typescript-eslint/consistent-indexed-object-style': 'off',
      // Constructs are made for their effect on the tree: methods that need no `this`, empty extension points.
      '@typescript-eslint/no-empty-function': 'off',
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true, allowBoolean: true }],
      'no-restricted-syntax': ['error', noDefaultExport],
    },
  },
  {
    files: ['lib/**/*.ts'],
    ignores: ['lib/synth/**'],
    rules: { 'no-restricted-syntax': ['error', noDefaultExport, noClock, noRandom, noEnvironment] },
  },
  {
    files: ['lib/synth/**/*.ts'],
    rules: { 'no-restricted-syntax': ['error', noDefaultExport, noClock, noRandom] },
  },
  {
    // Manifests are JSON here, and cdk8s types them as `any`.
    files: ['test/**/*.ts'],
    rules: {
      'no-console': 'off',
      '@typescript-eslint/explicit-module-boundary-types': 'off',
      '@typescript-eslint/no-unsafe-argument': 'off',
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-call': 'off',
      '@typescript-eslint/no-unsafe-member-access': 'off',
      '@typescript-eslint/no-unsafe-return': 'off',
    },
  },
  {
    files: ['**/*.js', '**/*.mjs'],
    extends: [tseslint.configs.base],
    rules: { eqeqeq: 'error', 'no-unused-vars': 'error', 'no-var': 'error', 'prefer-const': 'error' },
  },
);
