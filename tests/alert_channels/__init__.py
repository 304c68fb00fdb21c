"""The rules of alert channels, without Home Assistant."""
