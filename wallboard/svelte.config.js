/** Runes everywhere: a component written in the old style fails to compile. */
export default { compilerOptions: { runes: true } };
