/** Whether a template can turn reasoning on and off, by the name that Qwen or DeepSeek gives the switch. */
export const hasReasoningSwitch = (chatTemplate: string) => /\b(enable_)?thinking\b/.test(chatTemplate)
