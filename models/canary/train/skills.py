"""Every skill of the chat canary, by name: each makes one exchange. The same code makes training and evaluation cases."""

from copying import repeat, scripted
from extraction import extraction
from intents import intent
from knowledge import arithmetic, counting, facts, small_talk, unknown
from memory import recall
from moderation import moderation
from tool_calls import tool_call, tool_result, tools_ignored

SKILLS = {
    "facts": facts, "arithmetic": arithmetic, "intent": intent, "moderation": moderation, "repeat": repeat, "recall": recall,
    "counting": counting, "json": extraction, "tool_call": tool_call, "tool_result": tool_result, "tools_ignored": tools_ignored,
    "unknown": unknown, "scripts": scripted, "small_talk": small_talk,
}
