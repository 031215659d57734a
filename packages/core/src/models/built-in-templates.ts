/** Chat templates by name, for weights that hold none. */
export const builtInTemplates: Readonly<Record<string, string>> = {
  __proto__: null as never,
  chatml:
    "{% for message in messages %}{{ '<|im_start|>' + message['role'] + '\\n' + message['content'] + '<|im_end|>' + '\\n' }}{% endfor %}" +
    "{% if add_generation_prompt %}{{ '<|im_start|>assistant\\n' }}{% endif %}",
}
