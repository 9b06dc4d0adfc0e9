/** What blueprints are given: declared, checked, looked up, described. */
export type { InputField } from './inputs/input-field.ts';
export { inputsJsonSchema } from './inputs/inputs-json-schema.ts';
export { readInputs } from './inputs/read-inputs.ts';
export { inputReferences, keyOf, resolveInputs } from './inputs/resolve-inputs.ts';
